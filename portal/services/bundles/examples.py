"""The bundles that come with the portal, to begin from; loaded by the demo. Texts only."""

from __future__ import annotations

from portal.services.bundles.definitions import BundleDefinition, BundleItem, Sharing

PAPER_NEWBORN = BundleDefinition(
    code="newborn",
    name="新生儿出生一件事",
    audience="新生儿的父亲或母亲，或者监护人",
    notes="一次来访、一套材料，同时办理生育登记和新生儿参保；落户到派出所办理。",
    items=(
        BundleItem("birth_registration", "还没有办理生育登记的"),
        BundleItem("resident_medical_insurance", "新生儿参加居民医保的", business="newborn"),
    ),
)
PAPER_OLD_AGE = BundleDefinition(
    code="old-age",
    name="退休养老一件事",
    audience="年满六十周岁的老年人",
    notes="一次来访办理优待证和居民医保登记变化；职工养老待遇到社保经办窗口办理。",
    items=(
        BundleItem("senior_card", "年满六十周岁、没有优待证的"),
        BundleItem("resident_medical_insurance", "没有参加医疗保险的", business="first"),
    ),
    materials=(Sharing("居民身份证", ("senior_card.identity", "resident_medical_insurance.identity")),),
)
PAPER_HARDSHIP = BundleDefinition(
    code="hardship",
    name="困难帮扶一件事",
    audience="生活确有困难的居民和家庭",
    notes="一次说清困难情况，同时申请慰问、残疾人补贴和资助参保；低保另按社会救助程序办理。",
    items=(
        BundleItem("holiday_relief", "节日前后，家庭生活困难的"),
        BundleItem("resident_medical_insurance", "由政府资助参保的", business="first"),
        BundleItem("disability_vehicle", "持残疾人证、有机动轮椅车的", business="fuel", proposed=False),
    ),
    materials=(
        Sharing("户口簿", ("holiday_relief.register", "resident_medical_insurance.register")),
        Sharing("居民身份证", ("resident_medical_insurance.identity", "disability_vehicle.identity")),
    ),
)
EXAMPLES = (PAPER_NEWBORN, PAPER_OLD_AGE, PAPER_HARDSHIP)

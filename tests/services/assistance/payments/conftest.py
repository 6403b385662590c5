"""What the tests of payments share: papers are frozen but not rendered."""

from tests.services.conftest import unrendered

__all__ = ["unrendered"]

"""Birth registration (生育登记): one parent or two, no approval, promise instead of proof; and the follow-up of newborns."""

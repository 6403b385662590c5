"""The power of attorney of the hall (授权委托书): printed for the applicant's signature, or blank from an item's guide."""

"""The application for low-income support as the applicant signs it."""

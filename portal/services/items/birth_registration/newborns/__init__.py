"""The follow-up of newborns (新生儿随访): a hospital's notice, the mother found, one visit by her community, what is needed."""

"""Surveys: what agents say four times in a year, anonymously. The answers lie in a box that nobody opens one by one."""

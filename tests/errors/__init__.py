"""Every code of the error catalogue with rows that provoke it and what is then said."""

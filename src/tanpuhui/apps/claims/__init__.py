"""One reduction, one claim: who has claimed which reduction, for which days, under which scheme; the database refuses two."""

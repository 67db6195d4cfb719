"""Long work: dispatch, progress, stop, lease. Every step commits by itself and has its own key."""

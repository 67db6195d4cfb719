"""Low-carbon travel after DB11/T 3043-2024 (Beijing, Tianjin, Hebei): a proof that the engine is general."""

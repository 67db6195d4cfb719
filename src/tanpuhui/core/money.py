"""Money as whole fen (one hundredth of a yuan), and as the yuan text that people read and write."""

from tanpuhui.core.exact import Exact, scaled, whole

FEN_PER_YUAN = 100


def fen_of(yuan: Exact) -> int:
    """`yuan` as fen: "33506" is 3350600, "11.00" is 1100. More than two decimals are refused, not rounded."""
    return scaled(yuan, FEN_PER_YUAN, only_exact=True, unit="0.01 CNY")


def yuan_text(fen: int) -> str:
    """`fen` written in yuan with two decimals and no separators: 3350600 is "33506.00"."""
    yuan, rest = divmod(abs(whole(fen)), FEN_PER_YUAN)
    return f"{'-' * (fen < 0)}{yuan}.{rest:02}"


def cost(fen_per_tonne: int, tonnes: int) -> int:
    """What `tonnes` (from 0 up) cost at a price (from 0 up) in fen per tonne; beyond 64 bits it is refused."""
    return whole(whole(fen_per_tonne, least=0) * whole(tonnes, least=0))

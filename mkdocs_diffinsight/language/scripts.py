"""Scripts of East Asia, as ranges for the character classes of expressions, and how English names months."""

HIRAGANA = "\u3041-\u309f"  # the ending of 始める
KATAKANA = "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # モデル, also ﾓﾃﾞﾙ
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # 模型
ITERATED = "\u3005-\u3007"  # the second sign of 人々
HANGUL = "\uac00-\ud7af"  # 모델
UNSPACED = HIRAGANA + KATAKANA + HAN + ITERATED
"""What is written without blanks between words."""
EAST_ASIAN = UNSPACED + HANGUL
"""The scripts of East Asia with that of Korean, which has blanks, but puts particles right behind words."""

MONTHS = (
    *("Jan(?:uary)?", "Feb(?:ruary)?", "Mar(?:ch)?", "Apr(?:il)?", "May", "June?", "July?", "Aug(?:ust)?"),
    *("Sept?(?:ember)?", "Oct(?:ober)?", "Nov(?:ember)?", "Dec(?:ember)?"),
)
"""Each month as an expression for its name and what it is shortened to, from January on."""
MONTH = f"(?:{'|'.join(MONTHS)})"

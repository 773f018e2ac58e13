"""Invented sentences in English and Japanese, with the code, emphasis and numbers that documentation has."""

from __future__ import annotations

import random
from collections.abc import Callable

NOUNS = (
    "valve", "sensor", "schedule", "greenhouse", "pump", "controller", "gateway", "reading", "alert", "zone", "region",
    "quota", "limit", "token", "device", "account", "dashboard", "forecast", "reservoir", "calendar", "threshold",
    "request", "response", "retry", "webhook", "report", "template", "profile", "firmware", "channel", "backup", "plan",
)  # fmt: skip
VERBS = (
    "opens", "closes", "reads", "sends", "stores", "checks", "replaces", "limits", "restarts", "reports", "supports",
    "requires", "skips", "counts", "updates", "imports", "exports", "validates", "monitors", "schedules",
)  # fmt: skip
ADJECTIVES = (
    "new", "default", "regional", "optional", "shared", "local", "remote", "daily", "supported", "previous", "manual",
    "automatic", "secure", "recent", "single", "custom",
)  # fmt: skip
_ENDS = (
    "before the next watering starts", "in all regions", "after the firmware is updated", "for each account",
    "when the forecast changes", "as long as the pump is on", "without a restart", "in the preview as well",
    "if the limit is reached", "at the end of the day", "once the device is registered", "on every plan",
)  # fmt: skip
_NOUNS_JA = """
バルブ センサー 散水スケジュール 温室 ポンプ 制御装置 ゲートウェイ 計測値 警告 区画 リージョン 割り当て
上限 トークン デバイス アカウント ダッシュボード 天気予報 貯水槽 しきい値 要求 応答 再試行 テンプレート
ファームウェア 接続手順 設定ファイル 料金プラン 前提条件 既定値
""".split()
_VERBS_JA = """
追加されました 変更されました 削除されました 見直されました 明記されました 整理されました 更新されました
統一されました 詳しくなりました 置き換えられました
""".split()
_ENDS_JA = """
利用者は手順を迷わずに進められます 古い設定のままでは動作しない場合があります
運用時の確認がしやすくなります 既存の構成に影響はありません すべてのリージョンに適用されます
移行の前に値を確認してください 表の内容と本文の食い違いがなくなりました
プレビュー版でも同じ動作になります
""".split()

Sentence = Callable[[random.Random], str]


def identifier(chance: random.Random) -> str:
    return f"{chance.choice(NOUNS)}_{chance.choice(NOUNS)}"


def sentence(chance: random.Random) -> str:
    """About 90 characters of English."""
    pick, number = chance.choice, chance.randint(2, 900)
    text = f"The {pick(ADJECTIVES)} {pick(NOUNS)} {pick(VERBS)} "
    match chance.randrange(8):
        case 0:
            text += f"`{identifier(chance)}` and the {pick(NOUNS)} {pick(_ENDS)}."
        case 1:
            text += f"up to {number} {pick(NOUNS)}s a minute, and a {pick(NOUNS)} {pick(VERBS)} the rest."
        case 2:
            text += f"the **{pick(NOUNS)} {pick(NOUNS)}** {pick(_ENDS)}."
        case 3:
            text += f"what the [{pick(NOUNS)} guide](../how-to/{pick(NOUNS)}-{pick(NOUNS)}.md) says {pick(_ENDS)}."
        case _:
            text += f"the {pick(NOUNS)} of the {pick(ADJECTIVES)} {pick(NOUNS)} {pick(_ENDS)}."
    return text


def sentence_ja(chance: random.Random) -> str:
    """About 45 characters of Japanese."""
    pick, number = chance.choice, chance.randint(2, 900)
    text = f"{pick(_NOUNS_JA)}の{pick(_NOUNS_JA)}に関する説明が{pick(_VERBS_JA)}"
    match chance.randrange(6):
        case 0:
            return f"`{identifier(chance)}`の{text}。"
        case 1:
            return f"{pick(_NOUNS_JA)}の上限が{number}になり、{pick(_ENDS_JA)}。"
        case 2:
            return f"**{pick(_NOUNS_JA)}**について、{text}。{pick(_ENDS_JA)}。"
        case _:
            return f"{text.removesuffix('ました')}、{pick(_ENDS_JA)}。"


def title(chance: random.Random) -> str:
    return f"{chance.choice(ADJECTIVES)} {chance.choice(NOUNS)} and {chance.choice(NOUNS)}".capitalize()


def title_ja(chance: random.Random) -> str:
    return f"{chance.choice(_NOUNS_JA)}と{chance.choice(_NOUNS_JA)}に関する説明の更新"


def text(chance: random.Random, make: Sentence, length: int) -> list[str]:
    """Sentences that have about so many characters together, at least one."""
    sentences = [make(chance)]
    while sum(map(len, sentences)) < length:
        sentences.append(make(chance))
    return sentences

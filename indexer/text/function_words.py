"""Words that hold a sentence together and tell nothing of what it is about, in both languages.

They are matched where they were typed; where a query is read more loosely, they neither find nor score.
"""

from indexer.text.fold import fold

_ENGLISH = """
a about after all also an and any are as at be been before being between both but by can could did do does
during each either for from had has have he her here him his how i if in into is it its may me might more
most much must my no nor not of off on one only or other our out over own per shall she should so some such
than that the their them then there these they this those through to too under until up upon us very was we
were what when where which while who whom whose why will with within without would you your
"""
_CHINESE = """
的 地 得 了 著 過 和 與 及 或 而 且 但 並 也 亦 都 就 又 還 再 才 則 在 於 自 從 由 以 為 因 對 向 到 至
把 被 將 讓 使 給 跟 同 按 依 據 是 有 個 些 這 那 此 該 其 之 所 者 們 我 你 您 他 她 它 嗎 呢 吧 啊 呀
很 更 最 太 只 不 未 以及 及其 並且 而且 但是 因為 所以 如果 雖然 關於 對於 有關 之間 其中 這個 那個
這些 那些 我們 他們 可以 已經
"""
ENGLISH = frozenset(_ENGLISH.split())
FUNCTION_WORDS = ENGLISH | frozenset(map(fold, _CHINESE.split()))
"""Folded."""

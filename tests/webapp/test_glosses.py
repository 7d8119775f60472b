"""English readers see the English of names that stand in Chinese text."""

import re

from flask.testing import FlaskClient
from markupsafe import Markup, escape

from webapp.shown.glosses import Glosses

WCS = "/reports/2016-singapore-world-cities-summit"


def test_names_are_underlined_and_nothing_else_is_touched() -> None:
    glosses = Glosses({"世界城市": "world cities", "世界城市峰會": "World <Cities> Summit", "甲<乙": "A<B"})
    text = Markup('世界城市峰會<mark class="世界城市">世界</mark>城市、') + escape("甲<乙 & 世界城市")
    marked = glosses.mark(text)
    assert re.findall(r'<abbr class="gloss" title="(.*?)">(.*?)</abbr>', marked) == [
        ("World &lt;Cities&gt; Summit", "世界城市峰會"),
        ("A&lt;B", "甲&lt;乙"),
        ("world cities", "世界城市"),
    ]
    assert re.sub("</?abbr.*?>", "", marked) == text
    assert Glosses({}).mark(text) == text


def test_only_english_pages_have_them(client: FlaskClient) -> None:
    english = client.get(WCS, headers={"Accept-Language": "en"}).get_data(as_text=True)
    assert '<abbr class="gloss" title="Lawrence Wong">黃循財</abbr>' in english
    chinese = client.get(WCS, headers={"Accept-Language": "zh-TW"}).get_data(as_text=True)
    assert "<abbr" not in chinese

"""Which kind of number stands below which, by the order in which they appear."""

import pytest

from indexer.anatomy.outline import outline


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        (
            "一、緣起\n1.橫濱\n甲、碼頭\n乙、倉庫\n2.神戶\n二、建議",
            ["一", "一/1", "一/1/甲", "一/1/乙", "一/2", "二"],
        ),
        (
            "壹、經過\n一、拜會\n第七條 罰鍰\n第八條 公告\n二、參觀\n貳、建議",
            ["壹", "壹/一", "壹/二", "貳"],
        ),
        ("第一編 總則\n第一章 法例\n第二章 效力\n第二編 分則\n第一章 內亂\n第一編輯室", ["第一編", "第一編/第一章", "第一編/第二章", "第二編", "第二編/第一章"]),
        ("目次\n壹、緣起／ 1\n貳、經過／12-30\n壹、緣起\n貳、經過", ["壹", "貳"]),
        ("第一章 緒論\n第一節 緣起\n第二節 範圍\n第二章 經過", ["第一章", "第一章/第一節", "第一章/第二節", "第二章"]),
        ("I. Aim\nII. Days\nA. One\n1. Morning\n2. Evening\nB. Two\nIII. End", ["I", "II", "II/A", "II/A/1", "II/A/2", "II/B", "III"]),
        ("A. One\nB. Two\nC. Three", ["A", "B", "C"]),
        ("1 前言\n1.1緣起\n1.2 範圍\n1.2.1地區\n2 結論", ["1", "1/1.1", "1/1.2", "1/1.2/1.2.1", "2"]),
        ("3 月考察\n2 人同行\n1.5公里", []),
        (
            "一、經過\n條文稱「應備下列文件：\n一、申請書。\n五、證明。」\n二、建議",
            ["一", "二"],
        ),
        ("一、經過\n說「未曾結束的引文\n二、建議", ["一", "二"]),
        ("一、第一項\n七、九及十二款情形\n二三一、二三九地號\n二、建議", ["一", "二"]),
        ("一、目的------3\n二、過程      5\n三、心得⋯⋯9\n四、建議\tiv", []),
    ],
)  # fmt: skip
def test_numbers_nest_as_they_appear(text: str, paths: list[str]) -> None:
    found = outline(text.split("\n"))
    assert ["/".join(marker.label for marker in path) for _, _, path in found] == paths

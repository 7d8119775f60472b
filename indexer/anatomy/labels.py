"""What reports, forms and the portal's files call each field: one row a field, with all its writings.

A further writing of a label is a word in its row. A field that has no attribute of `Metadata` is kept under
its own label among `others`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """A field and what it is called."""

    name: str  # in forms and metadata
    shown: str  # its usual label, by which notes name it
    written: tuple[str, ...] = ()  # labels in forms
    columns: tuple[str, ...] = ()  # in files of the portal, lower case
    heads: tuple[str, ...] = ()  # columns of a table of persons
    portal: str = ""  # its label on the portal's pages, where that is another

    @property
    def is_other(self) -> bool:
        """Return whether it has no attribute of its own in the metadata."""
        return self.name == self.shown


FIELDS = (  # those of the portal in the order of its pages
    Field(
        "system_id", "系統識別號",
        written=("系統識別號", "系統式別號"),
        columns=("id", "sysid", "system_id", "系統識別號", "系統編號"),
    ),
    Field(
        "title", "報告名稱",
        written=("出國報告名稱", "報告名稱", "報告題目", "出國報告題目", "Report title"),
        columns=("report_name", "reportname", "name", "title", "報告名稱", "出國報告名稱"),
    ),
    Field("計畫名稱", "計畫名稱", written=("計畫名稱", "出國計畫名稱"), columns=("plan_name", "計畫名稱")),
    Field("相關專案", "相關專案", written=("相關專案",), columns=("相關專案",)),
    Field(
        "電子全文檔", "電子全文檔", written=("電子全文檔",), columns=("main_file", "電子全文檔", "filename")
    ),
    Field("附件檔", "附件檔", written=("附件檔",), columns=("other_file", "附件檔")),
    Field(
        "report_date", "報告日期",
        written=("報告日期", "繳交日期", "日期", "Report date", "Date of report"),
        columns=("report_date", "reportdate", "報告日期"),
    ),
    Field(
        "報告書頁數", "報告書頁數",
        written=("報告書頁數", "頁數"),
        columns=("report_page", "reportpages", "報告書頁數", "頁數"),
    ),
    Field(
        "organizer", "主辦機關",
        written=("出國計畫主辦機關", "計畫主辦機關", "主辦機關"),
        columns=("office", "agencies", "計畫主辦機關", "主辦機關"),
        portal="計畫主辦機關",
    ),
    Field(
        "period", "出國期間",
        written=(
            "出國期間", "出國日期", "會議時間", "會議期間", "出國時間", "Period", "Travel period",
            "Dates of travel",
        ),
        columns=("出國期間",),
    ),
    Field(
        "countries", "出國地區",
        written=(
            "派赴國家地區", "派赴國家/地區", "派赴國家(地區)", "派赴國家", "出國地區", "前往國家", "前往地區",
            "會議地點", "Country", "Countries", "Countries visited", "Destination",
        ),
        columns=("area", "countries", "前往地區", "出國地區", "派赴國家"),
        portal="前往地區",
    ),
    Field("參訪機關", "參訪機關", written=("參訪機關",), columns=("visit", "參訪機關")),
    Field("category", "出國類別", written=("出國類別",), columns=("type", "category", "出國類別")),
    Field("關鍵詞", "關鍵詞", written=("關鍵詞", "關鍵字"), columns=("keyword", "關鍵詞", "關鍵字")),
    Field(
        "限閱", "限閱",
        written=("限閱與否", "是否限閱", "限閱"),
        columns=("限閱與否", "是否限閱", "限閱", "restricted"),
    ),
    Field("備註", "備註", written=("備註",), columns=("note", "remark", "備註")),
    Field("主題分類", "主題分類", written=("主題分類",), columns=("topic_cat", "主題分類")),
    Field("施政分類", "施政分類", written=("施政分類",), columns=("adm_cat", "施政分類")),
    Field(
        "內容摘要", "內容摘要",
        written=("報告內容摘要", "內容摘要"),
        columns=("summary", "報告內容摘要", "內容摘要"),
    ),
    # of persons, in the order of the portal's table
    Field("name", "姓名", written=("姓名",), columns=("member_name", "姓名", "出國人員"), heads=("姓名",)),
    Field(
        "agency", "服務機關",
        written=("服務機關", "出國人員服務機關", "Agency"),
        columns=("member_office", "服務機關"),
        heads=("服務機關", "機關", "服務機關/單位", "服務機關/服務單位"),
    ),
    Field(
        "unit", "服務單位",
        written=("服務單位",),
        columns=("member_unit", "服務單位"),
        heads=("服務單位", "單位"),
    ),
    Field("post", "職稱", written=("職稱",), columns=("member_job", "職稱"), heads=("職稱", "職務")),
    # of forms alone
    Field(
        "persons", "出國人員",
        written=(
            "出國人員姓名/服務機關/單位/職稱/電話",
            "出國人員姓名/服務機關/服務單位/職稱/電話",
            "出國人員姓名/服務機關/單位/職稱",
            "出國人員姓名/服務機關/服務單位/職稱",
            "出國人員姓名/服務機關/職稱",
            "姓名職稱", "姓名及職稱", "姓名/職稱", "出國人員姓名", "出國人員", "Members", "Travellers",
        ),
    ),
    Field("group", "類別", written=("類別",)),
    Field("agency_post", "服務機構及職稱", written=("服務機構及職稱", "服務機關及職稱", "服務單位及職稱")),
    Field("contact", "聯絡人", written=("聯絡人", "聯絡人/電話")),
    Field("phone", "電話", written=("聯絡電話", "電話")),
    Field("attachment", "含附件", written=("含附件",)),
    Field("conference", "會議名稱", written=("會議名稱",)),
    Field("分類號/目", "分類號/目", written=("分類號/目",)),
    Field("發表題目", "發表題目", written=("發表題目",)),
    # of files alone
    Field("start", "出國期間", columns=("start_date", "periodstart")),
    Field("end", "出國期間", columns=("end_date", "periodend")),
)  # fmt: skip
BY_NAME = {field.name: field for field in FIELDS}
OF_LABEL = {label: field for field in FIELDS for label in field.written}
OF_HEAD = {head: field for field in FIELDS for head in field.heads}
COLUMNS = frozenset(column for field in FIELDS for column in field.columns)


def shown(name: str) -> str:
    """Return the usual label of a field."""
    return BY_NAME[name].shown

"""Articles of law that a class or a fee may rest on; each row is its own citation.

Short words of what an article is about, no text of the law: the address leads to that.
"""

from typing import Final

from idea.engines.catalog.plugin import Bearing, Law
from idea.engines.catalog.types import Access

_MOJ: Final = "https://law.moj.gov.tw/LawClass/LawAll.aspx?pcode="
_FOI: Final = "政府資訊公開法"
_FOI_EN: Final = "Freedom of Government Information Law"
_SOME: Final = (Access.RESTRICTED, Access.CLOSED)
_NONE: Final = (Access.CLOSED,)


def _exempt(number: int, words: str, words_en: str, classes: tuple[Access, ...] = _SOME) -> Law:
    return Law(
        f"foi-18-1-{number}",
        f"{_FOI}第 18 條第 1 項第 {number} 款",
        f"{_FOI_EN}, art. 18(1)({number})",
        words,
        words_en,
        Bearing.LIMITS,
        classes,
        f"{_MOJ}I0020026",
    )


ROWS: Final = (
    _exempt(
        1,
        "依法核定為國家機密，或其他法律、法規命令規定應秘密或禁止公開",
        "State secrets, and what other laws keep secret",
        _NONE,
    ),
    _exempt(
        2,
        "公開將妨礙犯罪偵查、追訴、執行、公正裁判，或危害生命、身體、自由、財產",
        "Harm to the prosecution of crime, to fair trial, or to life and property",
    ),
    _exempt(
        3,
        "作成意思決定前之內部擬稿或準備作業（對公益有必要者得公開）",
        "Drafts and preparations before a decision, save in the public interest",
    ),
    _exempt(
        4,
        "為監督、管理、檢（調）查、取締所取得或製作，公開將使目的不能達成",
        "Supervision and inspection whose purpose would be defeated",
    ),
    _exempt(
        5,
        "專門知識、技能或資格之考試、檢定、鑑定資料",
        "Examinations of knowledge, skill and qualification",
    ),
    _exempt(
        6,
        "侵害個人隱私、職業上秘密或著作權人之公開發表權（對公益有必要等情形除外）",
        "Privacy, professional secrets, first publication (save in the public interest)",
    ),
    _exempt(
        7,
        "個人、法人或團體營業上秘密或經營事業有關資訊（對公益有必要等情形除外）",
        "Trade secrets and business information (save in the public interest)",
    ),
    _exempt(
        8,
        "為保存文化資產必須特別管理，公開有滅失或減損價值之虞",
        "Cultural heritage that would be endangered",
    ),
    _exempt(
        9,
        "公營事業機構經營之有關資料，公開將妨害其經營上之正當利益",
        "Business of state enterprises (save in the public interest)",
    ),
    Law(
        "pdpa-6",
        "個人資料保護法第 6 條",
        "Personal Data Protection Act, art. 6",
        "病歷、醫療、基因、性生活、健康檢查及犯罪前科之個人資料",
        "Special categories: medical, genetic, sexual life, health checks, criminal records",
        Bearing.LIMITS,
        _SOME,
        f"{_MOJ}I0050021",
    ),
    Law(
        "pdpa-16",
        "個人資料保護法第 16 條",
        "Personal Data Protection Act, art. 16",
        "公務機關利用個人資料，應於法定職務必要範圍內，並與蒐集之特定目的相符",
        "Agencies use personal data within their duties and for the purpose of collection",
        Bearing.LIMITS,
        _SOME,
        f"{_MOJ}I0050021",
    ),
    Law(
        "secrets-2",
        "國家機密保護法第 2 條",
        "Classified National Security Information Protection Act, art. 2",
        "為確保國家安全或利益而有保密必要，經核定機密等級",
        "Classified for national security or interest",
        Bearing.LIMITS,
        _NONE,
        f"{_MOJ}I0060003",
    ),
    Law(
        "copyright-37",
        "著作權法第 37 條",
        "Copyright Act, art. 37",
        "著作財產權人授權之範圍；授權不明部分推定為未授權",
        "What the copyright owner licensed; what is unclear counts as not licensed",
        Bearing.LIMITS,
        _SOME,
        f"{_MOJ}J0070017",
    ),
    Law(
        "trade-secrets-2",
        "營業秘密法第 2 條",
        "Trade Secrets Act, art. 2",
        "具秘密性、經濟價值且採取合理保密措施之資訊",
        "Secret, valuable and protected business information",
        Bearing.LIMITS,
        _SOME,
        f"{_MOJ}J0080028",
    ),
    Law(
        "statistics",
        "統計法（個別資料之保密）",
        "Statistics Act (confidentiality)",
        "統計調查取得之個別資料應予保密",
        "Individual answers to statistical surveys are confidential",
        Bearing.LIMITS,
        _SOME,
    ),
    Law(
        "tax-33",
        "稅捐稽徵法第 33 條",
        "Tax Collection Act, art. 33",
        "納稅義務人之財產、所得、營業及納稅資料應保守秘密",
        "Taxpayers' property, income, business and taxes are confidential",
        Bearing.LIMITS,
        _SOME,
        f"{_MOJ}G0340001",
    ),
    Law(
        "archives-18",
        "檔案法第 18 條",
        "Archives Act, art. 18",
        "得拒絕申請閱覽、抄錄或複製之檔案",
        "Archives to which access may be refused",
        Bearing.LIMITS,
        _SOME,
        f"{_MOJ}A0030134",
    ),
    Law(
        "criminal-procedure-245",
        "刑事訴訟法第 245 條",
        "Code of Criminal Procedure, art. 245",
        "偵查，不公開之",
        "Investigations are not public",
        Bearing.LIMITS,
        _NONE,
        f"{_MOJ}C0010001",
    ),
    Law(
        "foi-6",
        f"{_FOI}第 6 條",
        f"{_FOI_EN}, art. 6",
        "與人民權益攸關之施政、措施及其他政府資訊，以主動公開為原則，並應適時為之",
        "What concerns people's rights is made public actively and in time",
        Bearing.BIDS,
        url=f"{_MOJ}I0020026",
    ),
    Law(
        "foi-7",
        f"{_FOI}第 7 條",
        f"{_FOI_EN}, art. 7",
        "應主動公開之政府資訊（法規、施政計畫、業務統計、預決算、書面採購契約等）",
        "What must be made public: rules, plans, statistics, budgets, contracts …",
        Bearing.BIDS,
        url=f"{_MOJ}I0020026",
    ),
    Law(
        "fees-8",
        "規費法第 8 條",
        "Charges and Fees Act, art. 8",
        "交付特定對象或提供其使用資料（訊）者，應徵收使用規費",
        "Charges for information delivered to particular users",
        Bearing.PRICES,
        url=f"{_MOJ}G0340107",
    ),
    Law(
        "fees-10",
        "規費法第 10 條",
        "Charges and Fees Act, art. 10",
        "收費基準應依成本訂定，並洽商該級政府規費主管機關同意",
        "Fees rest on costs",
        Bearing.PRICES,
        url=f"{_MOJ}G0340107",
    ),
    Law(
        "foi-22",
        f"{_FOI}第 22 條",
        f"{_FOI_EN}, art. 22",
        "申請提供政府資訊得按申請用途收取費用",
        "Fees for information provided on application",
        Bearing.PRICES,
        url=f"{_MOJ}I0020026",
    ),
)

//! What a figure is the figure of: the words beside it, without those that say nothing of it.
//!
//! All words here are Simplified; texts of both scripts are read character by character in it.

use crate::chinese::words;
use crate::model::financial_year;

/// Words that say nothing of what is counted: who reports, when, that it was done, how it is counted.
const LIGHT: &str = "的 之 了 在 于 为 是 有 共 共有 共计 合计 合共 总 总计 总共 总数 全年 年度 本年度 本年 年 报告期 报告期内 期内 年内 报告 期 \
    截至 截止 底 末 年末 年底 公司 集团 本集团 本公司 我们 本 我 及 和 与 以及 并 并且 同时 其中 此外 另外 已 已经 均 也 还 通过 对 \
    向 由 从 把 将 等 各 各类 各项 多次 相关 有关 进行 开展 举办 举行 组织 实施 召开 完成 提供 安排 达 达到 达成 实现 拥有 录得 约 近 逾 \
    超过 持续 积极 不断 定期 大力 全面 目前 现 现有 设有 设立 取得 获得 获 共同 分别 为期 包括 包含 涵盖 主要 针对 围绕 就 内 中 上 下 \
    人数 次数 场次 数量 数目 总量 总人数 总次数 总时数 总时长 总额 量 数 额 时数 时长 人 名 次 场 个 家 件 项 宗 份 位 每 \
    情况 方面 整体 整体上 全体 全 所有 全部 使用 产生 投入 本次 一共 累积 合 计 月 日 维持 保持 仅 只 更 又 再 较 比 至 到 能 可 \
    支付 发生 录 出 其 该 这 此 以 而 且 则 被 使 令 让 给 予 所 之一 一 目 前 后 时 间 当中 在职 在册 报告年度 年中 参 接 收到 收集 接获 接到 所用 处理 发出 者 参与者 出席者";

/// Words for the same thing.
const SAME: [(&str, &str); 33] = [
    ("人员", "员工"),
    ("全员", "员工"),
    ("雇员", "员工"),
    ("职工", "员工"),
    ("职员", "员工"),
    ("女性", "女"),
    ("男性", "男"),
    ("训练", "培训"),
    ("受训", "参与培训"),
    ("参训", "参与培训"),
    ("参加", "参与"),
    ("参加者", ""),
    ("平均值", "平均"),
    ("出席", "参与"),
    ("覆盖", "参与"),
    ("占比", "比"),
    ("比例", "比"),
    ("百分比", "比"),
    ("比率", "率"),
    ("占", "比"),
    ("泄漏", "泄露"),
    ("外泄", "泄露"),
    ("供货商", "供应商"),
    ("顾客", "客户"),
    ("用户", "客户"),
    ("旧", "旧"),
    ("工亡", "死亡"),
    ("信息", "信息"),
    ("资讯", "信息"),
    ("专项", ""),
    ("专题", ""),
    ("系列", ""),
    ("主题", ""),
];

/// Words that many things are called by: alone they name none.
const GENERAL: &str = "员工 培训 活动 项目 供应商 客户 专利 会议 人员 事件 案件 投诉 课程 女 男 企业 产品 安全 环境 研发 管理 系统 制度 参与 比 率 \
    设备 车辆 车型 演练 检查 审核 评估 问题 隐患 董事 监事 委员 会员 部门 门店 志愿 志愿者 服务 奖项 证书 标准 议题 指标 文件 材料 \
    零件 测试 试验 节约 减排 新增 累计 平均 投资 金额 资金 费用 成本 捐赠 收入 面积 重量 距离 中国 海外 境外 国内 内地 其他 第三方 单位 密度 强度 \
    宣传 学习 工作 技术 质量 电池 工厂 建设 成员 专家 代表 讲座 交流 案例 措施 方案 计划 任务 目标 场景 试点 地区 城市 国家 学校 学生 儿童 家庭 居民 \
    减至 增至 降至 升至 减少 增加 下降 上升 本科 硕士 博士 大专 管理层 高级 中级 基层 以下 以上 岁 直接 间接 排放 电力 用电 用水 能源 水 电 废水 废气 废物 废弃物 消耗 回收 处置";

/// Short words that name one thing all the same.
const SPECIFIC: [&str; 5] = ["工伤", "火灾", "罢工", "童工", "充电桩"];

/// Words that are the attribute of something named before: a rate, a length.
const ATTRIBUTE: [char; 2] = ['率', '比'];

/// What a figure is of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Subject {
    /// Words that count, each as written.
    pub words: Vec<String>,
}

impl Subject {
    /// The words of a phrase in Simplified that say what is counted.
    pub(super) fn of(phrase: &str) -> Self {
        let mut subject = Self::default();
        let mut rest = phrase;
        while let Some(c) = rest.chars().next() {
            if let Some(behind) = without_year(rest) {
                rest = behind;
            } else if let Some(length) = scope_of(rest) {
                subject.words.push(rest[..length].to_owned());
                rest = &rest[length..];
            } else if c.is_ascii_alphanumeric() {
                let length =
                    rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-+.".contains(c))).unwrap_or(rest.len());
                subject.words.push(rest[..length].trim_end_matches(['.', '-']).to_owned());
                rest = &rest[length..];
            } else {
                let ends = |(at, c): (usize, char)| {
                    (c.is_ascii_alphanumeric() || at > 0 && scope_of(&rest[at..]).is_some()).then_some(at)
                };
                let length = rest.char_indices().find_map(ends).unwrap_or(rest.len());
                words::cut(&rest[..length]).into_iter().for_each(|word| subject.add(word));
                rest = &rest[length..];
            }
        }
        subject
    }

    fn add(&mut self, word: &str) {
        let is_light = |word: &str| LIGHT.split_ascii_whitespace().any(|light| light == word);
        if is_light(word) {
            return;
        }
        let same = |word: &str| SAME.iter().find(|(one, _)| *one == word).map(|(_, other)| *other);
        if let Some(same) = same(word) {
            match same {
                "" => {}
                "参与培训" => self.words.extend(["参与", "培训"].map(str::to_owned)),
                _ => self.words.push(same.to_owned()),
            }
            return;
        }
        // 总用水量 is 用水, 女员工 is 女 and 员工, 员工总数 is 员工.
        let mut bare = word;
        for start in ["总", "共", "本"] {
            bare = bare.strip_prefix(start).filter(|rest| rest.chars().count() > 1).unwrap_or(bare);
        }
        for end in ["人数", "次数", "总数", "总量", "数量", "时数", "量", "数", "额"] {
            bare = bare.strip_suffix(end).filter(|rest| rest.chars().count() > 1).unwrap_or(bare);
        }
        if bare != word {
            return words::cut(bare).into_iter().for_each(|word| self.add_plain(word));
        }
        self.words.push(word.to_owned());
    }

    fn add_plain(&mut self, word: &str) {
        if LIGHT.split_ascii_whitespace().any(|light| light == word) {
            return;
        }
        let same = SAME.iter().find(|(one, other)| *one == word && !other.is_empty());
        self.words.push(same.map_or(word, |(_, same)| same).to_owned());
    }

    /// The same words in one order: figures with the same key are of the same thing.
    pub(super) fn key(&self) -> String {
        let mut letters: Vec<char> = self.words.iter().flat_map(|word| word.chars()).collect();
        letters.sort_unstable();
        letters.dedup();
        letters.into_iter().collect()
    }

    /// The words as an author writes them, of texts in Simplified beside what is printed.
    pub(super) fn as_written(&self, texts: &[(&str, &str)]) -> String {
        let written = |word: &String| {
            texts.iter().find_map(|(simple, printed)| {
                let at = simple.find(word.as_str())?;
                printed.get(at..at + word.len())
            })
        };
        self.words.iter().filter_map(written).collect::<Vec<_>>().join(" ")
    }

    /// Whether nothing is named.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether it only says which attribute of something: 覆盖率.
    pub(super) fn is_attribute(&self) -> bool {
        !self.words.is_empty()
            && self
                .words
                .iter()
                .all(|word| word == "参与" || word == "平均" || word == "人均" || word.ends_with(ATTRIBUTE))
    }

    /// Whether it ends in a rate: 整改率.
    pub(super) fn is_rate(&self) -> bool {
        self.words.last().is_some_and(|word| word.ends_with('率'))
    }

    /// Whether it only tells women from men, by an attribute or none: 女性人均.
    pub(super) fn is_of_a_gender(&self) -> bool {
        let gender = |word: &str| word == "女" || word == "男";
        self.tells_a_gender()
            && self.words.iter().all(|word| gender(word) || ["平均", "人均", "员工", "比"].contains(&word.as_str()))
    }

    /// Whether it tells women or men from others.
    pub(super) fn tells_a_gender(&self) -> bool {
        self.words.iter().any(|word| word == "女" || word == "男")
    }

    /// Whether it names the staff.
    pub(super) fn is_of_staff(&self) -> bool {
        self.words.iter().any(|word| word == "员工")
    }

    /// The same without the words that tell women from men.
    pub(super) fn of_both(&self) -> Self {
        Self { words: self.words.iter().filter(|word| *word != "女" && *word != "男").cloned().collect() }
    }

    /// Whether what is named could be many things.
    pub(super) fn is_general(&self, counted: bool) -> bool {
        let general = |word: &String| GENERAL.split_ascii_whitespace().any(|known| known == word.as_str());
        let strange = self.words.iter().filter(|word| !general(word)).map(|word| word.chars().count()).sum::<usize>();
        match self.words.len() {
            1 if SPECIFIC.contains(&self.words[0].as_str()) => false,
            0 | 1 => strange < if counted { 3 } else { 2 },
            2 => self.words.iter().all(|word| word.chars().count() < 2),
            _ => false,
        }
    }

    /// This with what was named before.
    pub(super) fn and(&self, before: &Subject) -> Self {
        let mut words = before.words.clone();
        words.extend(self.words.iter().filter(|word| !before.words.contains(word)).cloned());
        Self { words }
    }
}

/// The text behind a year that it begins with.
fn without_year(text: &str) -> Option<&str> {
    let (year, behind) = text.split_once('年')?;
    let year = year.trim();
    let is_year = year.parse().is_ok_and(|year: i32| (1990..2101).contains(&year))
        || financial_year(year).is_some_and(|(_, start)| start == 0);
    is_year.then(|| behind.strip_prefix('度').unwrap_or(behind))
}

/// The length of 範圍一 and its like at the start of a text.
fn scope_of(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("范围")?;
    let number = rest.chars().next().filter(|c| "一二三123".contains(*c))?;
    Some(text.len() - rest.len() + number.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(phrase: &str) -> String {
        Subject::of(phrase).key()
    }

    #[test]
    fn the_same_thing_in_other_words_has_the_same_key() {
        assert_eq!(key("公司全年共开展服务培训"), key("服务培训场次"));
        assert_eq!(key("温室气体排放总量为"), key("温室气体总排放量"));
        assert_eq!(key("女性员工人数"), key("女雇员"));
        assert_eq!(key("参与服务培训人次"), key("服务培训参训人次"));
        assert_eq!(key("2023年客户满意度"), key("客户满意度"));
        assert_eq!(key("信息安全培训次数"), key("本年度，我们组织信息安全培训"));
    }

    #[test]
    fn other_things_have_other_keys() {
        assert_ne!(key("女性员工人数"), key("男性员工人数"));
        assert_ne!(key("范围一排放量"), key("范围二排放量"));
        assert_ne!(key("累计授权专利"), key("新增授权专利"));
        assert_ne!(key("人均培训时数"), key("培训总时数"));
        assert_ne!(key("C11交付"), key("T03交付"));
    }
}

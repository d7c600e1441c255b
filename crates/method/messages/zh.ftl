## Why a method gives no finding.
error-too-few = 至少需要{ $need }个{ $what }，数据中只有{ $got }个。
error-all-zero = 所有{ $what }均为零，无法计算份额。
error-needs = { $what }
error-unknown-code = 设置“{ $setting }”中的“{ $code }”不在数据中。{ $hint }
error-nearest-code = 最接近的代码是“{ $nearest }”。
error-setting = 设置“{ $setting }”：{ $problem }
error-no-answer = 无法给出可靠的答案：{ $why }
error-not-converged = 迭代{ $iterations }次后仍未收敛。
error-upstream = 所依赖的分析“{ $analysis }”没有结果。
error-cancelled = 已取消。

## Nouns used in the errors above.
noun-regions = 地区
noun-industries = 产业
noun-periods = 时期
noun-establishments = 单位
noun-values = 数值
noun-rows = 行
noun-sizes = 规模
noun-firms-in-a-cluster = 同一集群内的企业
noun-entities = 对象
noun-indicators = 指标
noun-players = 参与博弈的集群
noun-settlements = 居民点
noun-places = 地方

## Why a number is empty.
reason-missing = 未报告
reason-suppressed = 来源保密
reason-not-applicable = 不适用

## Units.
unit-percent = %
unit-metres = 米

## Families of methods.
family-audit = 审核
family-delineate = 识别
family-measure = 测度
family-classify = 分类
family-assess = 评价
family-project = 预测
family-optimise = 优化
family-track = 跟踪

## Columns that mean the same in every table.
column-region = 地区
column-place = 地点
column-industry = 产业
column-period = 时期
column-id = 编号
column-from = 从
column-to = 到
column-entity = 对象
column-indicator = 指标
column-value = 数值
column-low = 下限
column-high = 上限
column-reason = 空缺原因
column-establishments = 单位数
column-row = 行
column-unit = 计量单位
the-whole = 整体

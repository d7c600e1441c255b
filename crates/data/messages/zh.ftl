## Why rows are left out.
left-out-where = 未被“where”选中
left-out-missing-value = 数值缺失
left-out-suppressed = 来源保密
left-out-not-applicable = 数值不适用
left-out-no-region = 没有地区
left-out-no-industry = 没有产业
left-out-no-period = 没有时期
left-out-no-entity = 没有对象
left-out-no-id = 没有标识
left-out-no-end = 没有起点或终点
left-out-no-coordinates = 没有坐标
left-out-outside-regions = 不在任何地区内

## What was accepted although it is not quite right.
accepted-grouping = 千分位分隔位置有误的数字
accepted-percent = 百分数，按百分比读取

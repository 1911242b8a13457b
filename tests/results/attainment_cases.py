"""Attainment reckoned by hand, one line each: the independent second statement of the rules.

Columns: direction | comparator | target | unit | actual (with its unit after a space, if another) | period | more |
rate in percent, - for none | met, missed, open or no_data. ``more``: cum (adds up over the year), cap=n, steps=a/b/c,
at=v (a target of the period's own).
"""

TABLE = """
# higher: a / t
higher |   | 80     | %    | 80       | year | | 100   | met
higher |   | 80     | %    | 82       | year | | 102.5 | met
higher |   | 80     | %    | 79.999   | year | | 99.99875 | missed
higher |   | 5520   | 人次 | 5796     | year | | 105   | met
higher |   | 5520   | 人次 | 0        | year | | 0     | missed
higher |   | 20     | 隊   | 16       | year | | 80    | missed
higher |   | 4.9    |      | 4.7      | year | | 95.91836734693877551 | missed
higher |   | 8.25   | 億元 | 3.71     | year | | 44.96969696969696970 | missed
higher |   | 10     | 件   | -5       | year | | 0     | missed
higher |   | 0      | 件   | 0        | year | | -     | met
higher |   | 0      | 件   | 3        | year | | -     | met
higher |   | 0      | %    | -0.1     | year | | -     | missed
higher |   | -5     | %    | -3       | year | | 140   | met
higher |   | -5     | %    | -5       | year | | 100   | met
higher |   | -5     | %    | -8       | year | | 40    | missed
higher |   | -5     | %    | 2        | year | | 240   | met
higher |   | -5     | %    | -12      | year | | 0     | missed
higher |   | 0.1    | %    | 51.5     | year | | 51500 | met
# lower: 2 - a / t; the over-programming rate of 33 agencies
lower  |   | 4      | %    | 3        | year | | 125   | met
lower  |   | 4      | %    | 4        | year | | 100   | met
lower  |   | 4      | %    | 4.2      | year | | 95    | missed
lower  |   | 4      | %    | 0        | year | | 200   | met
lower  |   | 4      | %    | -1       | year | | 225   | met
lower  |   | 4      | %    | 8        | year | | 0     | missed
lower  |   | 4      | %    | 9        | year | | 0     | missed
lower  |   | 17.23  | 分／戶 | 17.23  | year | | 100   | met
lower  |   | 0.56   | 次／百萬離場次 | 0.42 | year | | 125 | met
lower  |   | 37     | 例   | 40.7     | year | | 90    | missed
lower  |   | 0      | 次   | 0        | year | | -     | met
lower  |   | 0      | 次   | 1        | year | | -     | missed
lower  |   | -0.1   | %    | -51.5    | year | | 51500 | met
lower  |   | -10    | %    | -12      | year | | 120   | met
lower  |   | -10    | %    | -8       | year | | 80    | missed
lower  |   | -10    | %    | 0        | year | | 0     | missed
lower  |   | -10    | %    | 5        | year | | 0     | missed
# exact
exact  |   | 1      | 級   | 1        | year | | -     | met
exact  |   | 1      | 級   | 2        | year | | -     | missed
exact  |   | 1      | 級   | 0        | year | | -     | missed
exact  |   | 0      | 次   | 0        | year | | -     | met
exact  |   | 0      | 次   | 3        | year | | -     | missed
exact  |   | -1     | 度   | -1.0     | year | | -     | met
exact  |   | 2.50   |      | 2.5      | year | | -     | met
# ladder: the highest completed step
ladder |   | 75     | %    | 75       | year | steps=25/75/100 | 100 | met
ladder |   | 75     | %    | 100      | year | steps=25/75/100 | 133.3333333333333333 | met
ladder |   | 75     | %    | 74       | year | steps=25/75/100 | 33.33333333333333333 | missed
ladder |   | 75     | %    | 25       | year | steps=25/75/100 | 33.33333333333333333 | missed
ladder |   | 75     | %    | 10       | year | steps=25/75/100 | 0   | missed
ladder |   | 75     | %    | -3       | year | steps=25/75/100 | 0   | missed
ladder |   | 2      | 項   | 2        | year | steps=0/1/2     | 100 | met
ladder |   | 2      | 項   | 1        | year | steps=0/1/2     | 50  | missed
ladder |   | 2      | 項   | 1.9      | year | steps=0/1/2     | 50  | missed
ladder |   | 75     | %    | 60       | year |                 | 80  | missed
ladder |   | 75     | %    | 80       | Q2   | steps=25/75/100 | 100 | met
ladder |   | 75     | %    | 25       | Q2   | steps=25/75/100 | 33.33333333333333333 | open
ladder |   | 75     | %    | 25       | Q4   | steps=25/75/100 | 33.33333333333333333 | missed
# rank: the lower number is the better one
rank   |   | 10     | 名   | 8        | year | | -     | met
rank   |   | 10     | 名   | 10       | year | | -     | met
rank   |   | 10     | 名   | 11       | year | | -     | missed
rank   |   | 1      | 名   | 2        | year | | -     | missed
# comparators speak louder than the direction
higher | ≥ | 98     | 分   | 98       | year | | 100   | met
higher | ≥ | 98     | 分   | 97.9     | year | | 99.89795918367346939 | missed
higher | > | 98     | 分   | 98       | year | | 100   | missed
higher | > | 98     | 分   | 98.1     | year | | 100.1020408163265306 | met
lower  | ≤ | 10     | %    | 8        | year | | 120   | met
lower  | < | 10     | %    | 10       | year | | 100   | missed
lower  | < | 10     | %    | 9        | year | | 110   | met
higher | ≤ | 10     | %    | 8        | year | | 120   | met
higher | ≤ | 10     | %    | 12       | year | | 80    | missed
lower  | ≥ | 95     | %    | 97.85    | year | | 103   | met
exact  | ≤ | 3      | 次   | 2        | year | | 133.3333333333333333 | met
ladder | ≤ | 75     | %    | 60       | year | | 120   | met
       | ≥ | 50     | %    | 60       | year | | 120   | met
       | ≤ | 50     | %    | 60       | year | | 80    | missed
       |   | 50     | %    | 60       | year | | -     | no_data
# what adds up over the year
higher |   | 1728   | 人次 | 1043     | Q2   | cum | 60.35879629629629630 | open
higher |   | 1728   | 人次 | 1728     | Q3   | cum | 100   | met
higher |   | 1728   | 人次 | 1700     | M12  | cum | 98.37962962962962963 | missed
higher |   | 1728   | 人次 | 1800     | H2   | cum | 104.1666666666666667 | met
higher |   | 1728   | 人次 | 430      | Q1   | cum at=432 | 99.53703703703703704 | missed
higher |   | 1728   | 人次 | 440      | Q1   | cum at=400 | 110   | met
lower  |   | 12     | 次   | 3        | Q1   | cum | -     | open
lower  |   | 12     | 次   | 13       | Q3   | cum | -     | open
lower  |   | 12     | 次   | 13       | Q4   | cum | 91.66666666666666667 | missed
# what stands for its own period only
higher |   | 80     | %    | 84       | Q1   | | 105   | open
higher |   | 80     | %    | 84       | Q4   | | 105   | open
lower  |   | 4      | %    | 5        | H1   | | 75    | open
exact  |   | 0      | 次   | 0        | M03  | | -     | open
# caps
higher |   | 95     | %    | 120      | year | cap=1   | 100 | met
higher |   | 95     | %    | 90.25    | year | cap=1   | 95  | missed
lower  |   | 4      | %    | 0        | year | cap=1.2 | 120 | met
# other units of the same thing
higher |   | 8.25   | 億元 | 90750 萬元   | year | | 110 | met
higher |   | 4000   | 萬元 | 40000 千元   | year | | 100 | met
higher |   | 320    | 千人次 | 319999 人次 | year | | 99.9996875 | missed
lower  |   | 40000  | 千元 | 4100 萬元    | year | | 97.5 | missed
higher |   | 100    | 萬元 | 3 人次       | year | | -   | no_data
# nothing to judge
higher |   |        | %    | 3        | year | | -     | no_data
higher |   | 80     | %    |          | year | | -     | no_data
"""

/** Characters with several readings: character | word=reading of the character in that word; … */
export const CHARACTERS = `
长 | 长城=cháng; 长度=cháng; 校长=zhǎng; 成长=zhǎng
行 | 银行=háng; 行业=háng; 行走=xíng; 旅行=xíng
重 | 重要=zhòng; 体重=zhòng; 重复=chóng; 重庆=chóng
乐 | 音乐=yuè; 乐器=yuè; 快乐=lè; 乐园=lè
还 | 还是=hái; 还有=hái; 归还=huán; 还书=huán
好 | 好人=hǎo; 美好=hǎo; 爱好=hào; 好奇=hào
得 | 得到=dé; 获得=dé; 跑得快=de; 总得=děi
着 | 看着=zhe; 着火=zháo; 睡着=zháo; 着装=zhuó
大 | 大小=dà; 大家=dà; 大夫=dài
都 | 首都=dū; 都市=dū; 都是=dōu
地 | 土地=dì; 地球=dì; 慢慢地=de
的 | 我的=de; 目的=dì; 的确=dí
了 | 走了=le; 了解=liǎo; 为了=le
发 | 发现=fā; 出发=fā; 头发=fà; 理发=fà
干 | 干净=gān; 饼干=gān; 干活=gàn; 能干=gàn
分 | 分开=fēn; 分钟=fēn; 水分=fèn; 过分=fèn
为 | 因为=wèi; 为什么=wèi; 成为=wéi; 行为=wéi
中 | 中国=zhōng; 中间=zhōng; 中奖=zhòng; 打中=zhòng
种 | 种子=zhǒng; 种类=zhǒng; 种树=zhòng; 种地=zhòng
教 | 教室=jiào; 教育=jiào; 教书=jiāo
空 | 天空=kōng; 空气=kōng; 空白=kòng; 有空=kòng
数 | 数学=shù; 数字=shù; 数一数=shǔ; 数不清=shǔ
少 | 多少=shǎo; 少数=shǎo; 少年=shào; 少女=shào
只 | 只有=zhǐ; 只是=zhǐ; 一只=zhī; 船只=zhī
间 | 时间=jiān; 房间=jiān; 间接=jiàn; 间断=jiàn
角 | 角落=jiǎo; 三角=jiǎo; 角色=jué; 主角=jué
觉 | 觉得=jué; 感觉=jué; 睡觉=jiào; 午觉=jiào
便 | 方便=biàn; 便利=biàn; 便宜=pián
差 | 差别=chā; 误差=chā; 差不多=chà; 出差=chāi
参 | 参加=cān; 参观=cān; 人参=shēn; 参差=cēn
藏 | 躲藏=cáng; 收藏=cáng; 西藏=zàng; 宝藏=zàng
朝 | 朝向=cháo; 唐朝=cháo; 朝阳=zhāo; 朝气=zhāo
处 | 处理=chǔ; 相处=chǔ; 到处=chù; 好处=chù
传 | 传说=chuán; 传统=chuán; 传记=zhuàn; 自传=zhuàn
答 | 回答=dá; 答案=dá; 答应=dā
弹 | 弹琴=tán; 弹性=tán; 子弹=dàn; 炸弹=dàn
当 | 当然=dāng; 当时=dāng; 上当=dàng; 当作=dàng
倒 | 倒下=dǎo; 摔倒=dǎo; 倒水=dào; 倒车=dào
调 | 空调=tiáo; 调整=tiáo; 调查=diào; 声调=diào
冠 | 皇冠=guān; 鸡冠=guān; 冠军=guàn
率 | 率领=shuài; 轻率=shuài; 效率=lǜ; 频率=lǜ
假 | 假装=jiǎ; 真假=jiǎ; 放假=jià; 假期=jià
将 | 将来=jiāng; 将要=jiāng; 将领=jiàng; 大将=jiàng
降 | 下降=jiàng; 降落=jiàng; 投降=xiáng
奇 | 奇怪=qí; 好奇=qí; 奇数=jī
结 | 结束=jié; 团结=jié; 结实=jiē; 结果子=jiē
卷 | 卷起=juǎn; 卷尺=juǎn; 试卷=juàn; 画卷=juàn
卡 | 卡车=kǎ; 卡片=kǎ; 关卡=qiǎ; 发卡=qiǎ
看 | 看见=kàn; 好看=kàn; 看守=kān; 看门=kān
壳 | 蛋壳=ké; 贝壳=ké; 地壳=qiào; 甲壳=qiào
累 | 劳累=lèi; 很累=lèi; 积累=lěi; 累计=lěi
量 | 数量=liàng; 力量=liàng; 测量=liáng; 量体温=liáng
露 | 露水=lù; 暴露=lù; 露面=lòu
落 | 降落=luò; 落叶=luò; 丢三落四=là
绿 | 绿色=lǜ; 绿叶=lǜ; 绿林=lù
埋 | 埋藏=mái; 掩埋=mái; 埋怨=mán
没 | 没有=méi; 没关系=méi; 淹没=mò; 沉没=mò
闷 | 闷热=mēn; 烦闷=mèn
难 | 困难=nán; 难过=nán; 灾难=nàn; 难民=nàn
宁 | 安宁=níng; 宁静=níng; 宁可=nìng
铺 | 铺路=pū; 铺床=pū; 店铺=pù
强 | 强大=qiáng; 坚强=qiáng; 勉强=qiǎng; 倔强=jiàng
切 | 切菜=qiē; 切开=qiē; 一切=qiè; 亲切=qiè
曲 | 歌曲=qǔ; 乐曲=qǔ; 弯曲=qū; 曲线=qū
塞 | 塞车=sāi; 瓶塞=sāi; 边塞=sài; 堵塞=sè
散 | 散步=sàn; 分散=sàn; 散文=sǎn; 松散=sǎn
扇 | 扇子=shàn; 电扇=shàn; 扇动=shān
舍 | 宿舍=shè; 校舍=shè; 舍得=shě; 舍弃=shě
省 | 省份=shěng; 节省=shěng; 反省=xǐng
似 | 相似=sì; 似乎=sì; 似的=shì
提 | 提高=tí; 提问=tí; 提防=dī
挑 | 挑选=tiāo; 挑水=tiāo; 挑战=tiǎo; 挑拨=tiǎo
吐 | 吐气=tǔ; 谈吐=tǔ; 呕吐=tù
系 | 关系=xì; 系统=xì; 系鞋带=jì
吓 | 吓人=xià; 惊吓=xià; 恐吓=hè
鲜 | 新鲜=xiān; 鲜花=xiān; 鲜为人知=xiǎn; 朝鲜=xiǎn
相 | 相信=xiāng; 互相=xiāng; 照相=xiàng; 丞相=xiàng
兴 | 兴奋=xīng; 兴旺=xīng; 高兴=xìng; 兴趣=xìng
要 | 要求=yāo; 重要=yào; 需要=yào
应 | 应该=yīng; 应当=yīng; 反应=yìng
与 | 与其=yǔ; 参与=yù
晕 | 头晕=yūn; 日晕=yùn
载 | 记载=zǎi; 千载难逢=zǎi; 载重=zài; 下载=zài
扎 | 扎针=zhā; 扎实=zhā; 包扎=zā; 挣扎=zhá
涨 | 涨价=zhǎng; 上涨=zhǎng; 涨红=zhàng
折 | 折断=zhé; 打折=zhé; 折腾=zhē
正 | 正确=zhèng; 正在=zhèng; 正月=zhēng
转 | 转身=zhuǎn; 转变=zhuǎn; 转动=zhuàn; 旋转=zhuǎn
钻 | 钻研=zuān; 钻洞=zuān; 钻石=zuàn; 电钻=zuàn
作 | 作业=zuò; 工作=zuò; 作坊=zuō
背 | 背包=bēi; 后背=bèi; 背诵=bèi
薄 | 薄弱=bó; 单薄=bó; 薄荷=bò; 薄饼=báo
奔 | 奔跑=bēn; 投奔=bèn
别 | 分别=bié; 特别=bié; 别扭=biè
泊 | 停泊=bó; 湖泊=pō
场 | 广场=chǎng; 操场=chǎng; 场院=cháng
称 | 称呼=chēng; 名称=chēng; 对称=chèn
冲 | 冲洗=chōng; 冲锋=chōng; 冲劲=chòng
担 | 担心=dān; 担任=dān; 重担=dàn
斗 | 漏斗=dǒu; 北斗=dǒu; 战斗=dòu; 奋斗=dòu
度 | 温度=dù; 程度=dù; 猜度=duó
恶 | 恶劣=è; 凶恶=è; 恶心=ě; 厌恶=wù
供 | 供应=gōng; 提供=gōng; 口供=gòng
喝 | 喝水=hē; 喝茶=hē; 喝彩=hè
和 | 和平=hé; 温和=hé; 暖和=huo; 和面=huó
会 | 开会=huì; 机会=huì; 会计=kuài
禁 | 禁止=jìn; 严禁=jìn; 禁不住=jīn
尽 | 尽力=jìn; 尽头=jìn; 尽管=jǐn; 尽量=jǐn
劲 | 使劲=jìn; 干劲=jìn; 强劲=jìng
模 | 模型=mó; 模仿=mó; 模样=mú
磨 | 磨刀=mó; 折磨=mó; 磨坊=mò
屏 | 屏幕=píng; 屏风=píng; 屏息=bǐng
悄 | 悄悄=qiāo; 悄然=qiǎo
圈 | 圆圈=quān; 花圈=quān; 羊圈=juàn
石 | 石头=shí; 岩石=shí; 一石米=dàn
识 | 认识=shí; 知识=shí
宿 | 宿舍=sù; 住宿=sù; 一宿=xiǔ; 星宿=xiù
校 | 学校=xiào; 校园=xiào; 校对=jiào
纤 | 纤维=xiān; 纤夫=qiàn
咽 | 咽喉=yān; 吞咽=yàn; 呜咽=yè
殷 | 殷切=yīn; 殷红=yān
症 | 症状=zhèng; 病症=zhèng; 症结=zhēng
蒙 | 蒙骗=mēng; 启蒙=méng; 蒙古=měng
丧 | 丧失=sàng; 丧事=sāng
`;

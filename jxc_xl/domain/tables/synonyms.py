"""What other people's files call the columns, beside the declarations of the columns.

An import finds a column by its header, by these words and by its field.  The surest word stands
first: where a file has two columns that could be meant, the earlier word counts.  A key is a
field, or a table and a field where a table differs; the words are separated by ``、``.
"""

from jxc_xl.domain.tables.columns import Column, Table

_WORDS = {
    "date": (
        "日期、业务日期、开单日期、制单日期、录单日期、下单日期、订单日期、入库日期、"
        "出库日期、销售日期、进货日期、采购日期、下单时间、订单付款时间、付款时间、"
        "订单创建时间、date、document date、order date、invoice date、"
        "transaction created date、created"
    ),
    "number": (
        "单号、单据号、单据号码、订单编号、订单号、主订单编号、交易号、出库单号、入库单号、"
        "销售单号、number、document number、document no、order number、order no、order id、"
        "invoice no"
    ),
    "kind": "单据类型、业务类型、出入库类型、kind、type、document type",
    "purchases.partner": (
        "供应商名称、供应商编码、供货商、供货单位、厂家、往来单位、单位名称、supplier、"
        "supplier name、supplier code、supplier id、vendor"
    ),
    "sales.partner": (
        "客户名称、客户编码、客户编号、购货单位、往来单位、单位名称、买家、买家会员名、"
        "买家昵称、customer、customer name、customer code、customer id、client、buyer"
    ),
    "item": (
        "商品编号、商品代码、货号、编码、产品编码、产品编号、物料编码、存货编码、商家编码、"
        "SKU编码、品号、条码、商品条码、条形码、商品名称、货品名称、产品名称、品名、"
        "宝贝标题、货品标题、item、item code、stock code、product code、product id、sku、"
        "code、barcode、item name、product name、product"
    ),
    "quotes.item": "商品编号、货号、编码、商品名称、item、item code、product code",
    "promotion_days.item": "商品编号、货号、编码、商品名称、item、item code、product code",
    "unit": "计量单位、基本单位、unit、uom",
    "items.unit": "计量单位、基本单位、主单位、unit、uom",
    "warehouse": (
        "仓库名称、库房、所在仓库、发货仓库、收货仓库、入库仓库、出库仓库、warehouse、location"
    ),
    "batch": "批次、批次号、生产批号、batch、batch no、lot、lot no",
    "made": "制造日期、made、production date、manufactured",
    "expires": "有效期、到期日、到期日期、失效日期、expires、expiry、expiry date",
    "quantity": (
        "件数、销售数量、采购数量、购买数量、进货数量、出库数量、入库数量、实发数量、"
        "实收数量、宝贝总数量、quantity、qty"
    ),
    "price": (
        "价格、含税单价、销售单价、采购单价、成交价、成交单价、进价、成本单价、宝贝单价、"
        "price、unit price、unit cost"
    ),
    "quotes.price": "报价、价格、进价、price、unit price",
    "share": "折扣率、扣率",
    "amount": "不含税金额、小计、amount、subtotal、net amount",
    "movements.amount": "成本金额、总金额、总价、小计、库存金额、amount、total",
    "tax_rate": "增值税率、tax rate、vat rate",
    "tax": "税金、tax、vat",
    "total": (
        "含税金额、总金额、总价、合计金额、实付金额、实付款、实收金额、买家实际支付金额、"
        "total、line total、gross amount"
    ),
    "link": "原单号、源单号、来源单号、关联单号、link、reference",
    "counterpart_number": "送货单号、供应商单号、supplier reference",
    "purchases.due": "预计到货日期、交货日期、expected date",
    "sales.due": "要求交期、预计发货、约定交货日期、due、due date、required date",
    "handler": "经办人、采购员、制单人、handler、buyer name",
    "sales.handler": "销售员、营业员、店员、handler、salesperson",
    "purchases.note": "摘要、附注、订单备注、note、notes、remark、remarks、comment、comments",
    "sales.note": "摘要、附注、订单备注、note、notes、remark、remarks、comment、comments",
    "movements.note": "摘要、附注、订单备注、note、notes、remark、remarks、comment、comments",
    "note": "附注、说明、note、notes、remark、remarks、comments",
    "invoice_type": "票据类型、发票种类",
    "invoice_number": "发票号、发票编号",
    "settlement": "付款方式、支付方式、收款方式、payment method、payment type",
    "suppliers.settlement": "付款方式、付款条件、settlement、payment method",
    "purchases.paid": "已付款、paid",
    "sales.paid": "已收款、paid",
    "waybill": "运单号、运单号码、快递单号、waybill、tracking number",
    "channel": "销售渠道、平台、店铺、店铺名称、channel",
    "sales.address": "收货人地址、送货地址、address、ship address、shipping address",
    "address": "详细地址、联系地址、通讯地址、address、street",
    "to_warehouse": "目的仓库、目标仓库、调入仓、to warehouse、destination",
    "reason": "事由、出入库原因、用途、reason",
    "items.code": (
        "商品编号、商品代码、货号、编码、编号、产品编码、产品编号、物料编码、存货编码、"
        "商家编码、SKU编码、品号、code、item code、product code、stock code、sku、"
        "product id、id"
    ),
    "code": (
        "编号、代码、单位编码、单位编号、供应商编码、供应商编号、客户编码、客户编号、code、"
        "supplier code、customer code、supplier id、customer id、id"
    ),
    "warehouses.code": "编号、仓库编码、仓库编号、code、warehouse code、id",
    "items.name": (
        "商品名称、品名、货品名称、产品名称、存货名称、物料名称、商品、宝贝标题、name、"
        "item name、product name、description、title"
    ),
    "suppliers.name": (
        "供应商、供应商名称、供货商、单位名称、单位全称、公司名称、全称、name、company、"
        "company name、supplier、supplier name"
    ),
    "customers.name": (
        "客户、客户名称、单位名称、单位全称、公司名称、全称、name、company、company name、"
        "customer、customer name"
    ),
    "warehouses.name": "仓库、仓库名称、库房、name、warehouse、warehouse name",
    "promotion_days.name": "活动名称、name",
    "spec": "规格型号、商品规格、规格参数、spec、specification",
    "model": "产品型号、model",
    "barcode": "条形码、商品条码、国际条码、barcode、ean、upc、gtin",
    "mnemonic": "拼音码、简码、速记码、mnemonic",
    "stock_list.code": (
        "商品编号、商品代码、货号、编码、编号、产品编码、产品编号、物料编码、存货编码、"
        "SKU编码、品号、code、item code、product code、stock code、sku、product id、id"
    ),
    "stock_list.name": (
        "商品名称、品名、货品名称、产品名称、存货名称、物料名称、商品、name、item name、"
        "product name、description"
    ),
    "stock_list.unit": "计量单位、基本单位、主单位、unit、uom",
    "stock_list.quantity": (
        "数量、现有库存、当前库存、结存数量、现存量、期末数量、期初数量、期初库存、账面数量、"
        "实盘数量、库存、库存量、结存、quantity、qty、stock、units in stock、on hand"
    ),
    "stock_list.price": (
        "成本价、成本、单价、库存单价、结存单价、期初单价、平均成本、unit cost、cost、standard cost"
    ),
    "stock_list.amount": (
        "金额、成本金额、结存金额、期末金额、期初金额、库存成本、货值、amount、value、total"
    ),
    "stock_list.date": "期初日期、盘点日期、日期、date",
    "stock_list.purchase_price": ("进价、进货价、采购单价、参考进价、purchase price、unit price"),
    "stock_list.sale_price": "售价、零售价、销售单价、批发价、标价、sale price、list price",
    "stock_list.category": "分类、商品类别、商品分类、产品类别、category、group",
    "stock_list.note": "附注、说明、note、notes、remark、remarks、comments",
    "stock_list.supplier": "供应商、供货商、供应商名称、supplier、vendor",
    "mall_orders.number": (
        "主订单编号、订单号、订单ID、主订单号、交易号、子订单编号、order id、order number"
    ),
    "mall_orders.date": (
        "付款时间、支付时间、付款日期、订单支付时间、订单创建时间、下单时间、创建时间、"
        "订单成交时间、order date"
    ),
    "mall_orders.item": (
        "外部系统编号、商品编码、商家SKU编码、SKU编码、货号、单品货号、规格编码、sku"
    ),
    "mall_orders.title": "商品标题、货品标题、标题、商品名称、商品、title、product name",
    "mall_orders.quantity": "数量、宝贝总数量、商品数量、件数、quantity、qty",
    "mall_orders.price": "单价、价格、商品单价、商品价格、unit price、price",
    "mall_orders.total": (
        "实付款、买家实际支付金额、买家实付金额、实际支付金额、实收款、商家实收金额、"
        "订单实付金额、paid"
    ),
    "mall_orders.buyer": (
        "买家会员名、买家昵称、买家旺旺、买家公司名、收货人姓名、收件人、buyer、customer"
    ),
    "mall_orders.order_state": "交易状态、状态、售后状态、order status、status",
    "mall_orders.note": "买家留言、订单备注、商家备注、卖家备注、备忘、note",
    "mall_orders.address": "收货人地址、收件地址、送货地址、address、shipping address",
    "mall_orders.waybill": "运单号、快递单号、运单号码、tracking number",
    "items.category": "分类、商品类别、商品分类、产品类别、category、category id、group",
    "suppliers.category": "分类、供应商类别、category",
    "customers.category": "分类、客户类别、客户等级、category",
    "promotion_days.category": "分类、商品类别、category",
    "brand": "商品品牌、brand",
    "sub_unit": "辅助单位、大单位、整件单位、sub unit",
    "factor": "换算系数、换算比例、换算关系、factor",
    "purchase_price": (
        "进价、进货价、采购单价、参考进价、成本价、成本单价、purchase price、cost、"
        "standard cost、unit cost、cost price"
    ),
    "sale_price": (
        "售价、零售价、销售单价、批发价、标价、sale price、list price、retail price、price、"
        "unit price"
    ),
    "lowest_price": "最低价、最低销售价、lowest price",
    "items.supplier": "供应商、供货商、供应商名称、supplier、vendor、supplier id",
    "quotes.supplier": "供应商名称、供货商、supplier、supplier name、vendor",
    "lead_days": "提前期、采购周期、到货周期、lead time、lead days",
    "minimum_order": "起订量、MOQ、minimum order、minimum reorder quantity",
    "pack_size": "装箱量、每箱数量、pack size",
    "minimum": "库存下限、安全库存、最低库存量、minimum、reorder level",
    "maximum": "库存上限、最高库存量、maximum、target level",
    "position": "货位、库位、货架、货架号、position、bin、shelf",
    "batch_managed": "批号管理、batch managed",
    "shelf_days": "保质期、保质天数、shelf life、shelf days",
    "status": "使用状态、启用状态、status",
    "contact": "联系人姓名、联络人、contact、contact name",
    "phone": "电话、固定电话、联系方式、phone、telephone、business phone",
    "mobile": "手机、移动电话、mobile、mobile phone",
    "credit_days": "账期、付款期限、credit days、payment terms",
    "opening_payable": "期初欠款、应付余额、应付账款、opening payable",
    "email": "邮箱、Email、email address、e mail",
    "tax_number": "税号、统一社会信用代码、纳税人税号、tax number",
    "bank": "开户银行、银行、bank",
    "account": "银行账号、银行帐号、账户、account、bank account",
    "region": "区域、省份、所在地区、region、country",
    "salesperson": "销售员、客户经理、salesperson",
    "credit_limit": "授信额度、信用限额、credit limit",
    "opening_receivable": "期初欠款、应收余额、应收账款、opening receivable",
    "keeper": "仓管员、保管员、库管、keeper",
    "break_quantity": "起批数量、数量、break quantity、minimum quantity",
    "valid_until": "有效期、报价有效期、valid until",
    "stocktake.counted": (
        "实际数量、实点数量、实存数量、实盘数、盘点数量、实盘、counted、counted quantity"
    ),
    "stocktake.recounted": "复盘数、复点数量、复盘、recounted",
    "stocktake.counter": "盘点员、清点人、counter、counted by",
    "stocktake.reason": "原因、盈亏原因、reason",
    "stocktake.item": "商品编号、货号、编码、物料编码、item、item code、code、sku",
    "stocktake.note": "说明、附注、note、remark",
    "start": "开始日期、start、start date",
    "end": "结束日期、end、end date",
}


def names_of(table: Table, column: Column) -> list[str]:
    """Every name of a column, the surest first."""
    words = _WORDS.get(f"{table.name}.{column.field}") or _WORDS.get(column.field, "")
    return [column.header, *filter(None, words.split("、")), column.field]


def declared() -> list[str]:
    """The keys, so that a test can see that each is a column."""
    return list(_WORDS)

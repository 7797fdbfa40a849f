"""All requests, by name."""

from actions.requests import account, billing, orders, plans, returns, visits, warranty
from actions.requests.case import Request

_ALL = (
    orders.TRACK,
    orders.CANCEL,
    orders.CHANGE_ADDRESS,
    orders.ADD_ITEM,
    returns.RETURN,
    billing.REFUND_STATUS,
    billing.INVOICE,
    billing.DOUBLE_CHARGE,
    visits.BOOK,
    visits.MOVE,
    visits.CANCEL,
    visits.SHOW,
    warranty.CHECK,
    account.CHANGE_EMAIL,
    account.CHANGE_PHONE,
    account.CHANGE_NAME,
    account.CHANGE_HOME,
    account.ERASE,
    plans.CANCEL,
    plans.PAUSE,
)
REQUESTS: dict[str, Request] = {request.name: request for request in _ALL}

"""All requests, by name."""

from actions.requests import orders, returns
from actions.requests.case import Request

_ALL = (orders.TRACK, orders.CANCEL, orders.CHANGE_ADDRESS, orders.ADD_ITEM, returns.RETURN)
REQUESTS: dict[str, Request] = {request.name: request for request in _ALL}

"""All requests, by name."""

from actions.requests import orders
from actions.requests.case import Request

REQUESTS: dict[str, Request] = {
    request.name: request for request in (orders.TRACK, orders.CANCEL, orders.CHANGE_ADDRESS, orders.ADD_ITEM)
}

"""Imports every model, so that `metadata` knows every table."""

import bot.db.models.audit
import bot.db.models.conversation
import bot.db.models.desk
import bot.db.models.due
import bot.db.models.file
import bot.db.models.goodwill
import bot.db.models.house_rule
import bot.db.models.knowledge
import bot.db.models.mail
import bot.db.models.message
import bot.db.models.rating
import bot.db.models.service
import bot.db.models.shop
import bot.db.models.staff
import bot.db.models.studio
import bot.db.models.team
import bot.db.models.training
import bot.db.models.visitor  # noqa: F401
from bot.db.base import Base

metadata = Base.metadata

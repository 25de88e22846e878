"""Makes one account for each group of staff, with the password from the variable DEMO_PASSWORD."""

import os

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Makes the staff accounts of the demo."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("These accounts are for the demo (DEMO=1).")
        for group in Group.objects.order_by("name"):
            user, _ = User.objects.get_or_create(username=group.name.replace(" ", "-").removesuffix("s"))
            user.is_staff = True
            user.is_superuser = group.name == "administrators"
            user.set_password(os.environ["DEMO_PASSWORD"])
            user.save()
            user.groups.set([group])
            self.stdout.write(user.username)

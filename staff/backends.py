"""Guardian keeps the grants; the queryset says whether they still count. There is no second answer."""

from guardian.backends import ObjectPermissionBackend


class NeedToKnowBackend(ObjectPermissionBackend):
    def has_perm(self, user_obj, perm, obj=None):
        return (
            obj is not None
            and hasattr(type(obj).objects, "open_to")
            and type(obj).objects.open_to(user_obj).contains(obj)
        )

    def get_all_permissions(self, user_obj, obj=None):
        return set()

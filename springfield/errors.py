"""What people and logs are told when something goes wrong: never what was in the record."""

from django.shortcuts import render
from django.views.debug import SafeExceptionReporterFilter

from staff.access import public


class NothingPersonal(SafeExceptionReporterFilter):
    """Keeps posted words, cookies and local variables out of every error report."""

    def is_active(self, request):
        return True

    def get_post_parameters(self, request):
        return {}

    def get_traceback_frame_variables(self, request, tb_frame):
        return []

    def get_safe_cookies(self, request):
        return {}


@public
def csrf(request, reason=""):
    return render(request, "403_csrf.html", status=403)

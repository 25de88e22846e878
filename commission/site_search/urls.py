app_name = "site_search"
urlpatterns = []

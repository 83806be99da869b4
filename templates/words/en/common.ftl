# Words of the frame and of the components, used on every page.

product-name = Entente
page-title = { $name } · Entente
skip-to-content = Skip to the content
sample-data = Sample data: the companies, people and numbers on this server are made up.

## The rail
nav-label = Main
nav-menu = Menu
nav-inbox = Inbox
nav-partners = Partners
nav-rooms = Rooms
nav-portfolio = Portfolio
nav-settings = Settings
inbox-waiting = { $n ->
    [one] { $n } thing waits for you
   *[other] { $n } things wait for you
}
breadcrumbs-label = Where you are
switch-organisation = Switch to
sign-out = Sign out
theme-label = Colours
theme-device = As this device
theme-light = Light
theme-dark = Dark
greeting-person = Hello { $name }

## Roles
role-owner = Owner
role-manager = Manager
role-reviewer = Reviewer
role-analyst = Analyst
role-leader = Leader

## Counts
count-partners = { $n ->
    [one] { $n } partner
   *[other] { $n } partners
}

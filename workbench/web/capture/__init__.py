"""The capture endpoint: a program or a page of this machine hands a link over, and it is saved. Off unless started.

- `request_rules.py` says whether a request may act at all, before anything of it does.
- `server.py` listens on 127.0.0.1, within bounds, and answers.
- `page.html` is our own page, which shows what a bookmarklet hands over and saves it after one click.
- `token_file.py` keeps the token.

What a link becomes is not decided here: whoever starts the server hands in what saves a clipping.

How the page comes by the token. The bookmarklet runs in the world of whichever page is open, which can read all that a
bookmarklet holds; so the bookmarklet holds no token and only opens our page, with the link in the fragment, which is
never sent. The page cannot be served with the token in it either: every user of this machine may ask 127.0.0.1 for it,
while the token's file is the user's own. So the person types the token into the page once, and the browser keeps it in
the storage of this origin: host and port. Only a page of this origin can read it there, and the one that we serve runs
no script but its own, by the hash in its policy, takes what stands in the fragment as text, and cannot be framed.
What is left: a program that listens on the same port while ours does not can read it by a page of its own, if the
person opens that. The token can add links and nothing else, and `--new-token` ends it.
"""

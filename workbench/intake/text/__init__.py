"""What messy text holds, one pass a module, each from lines to lines or from a line to what is found in it.

The passes in their order: decode the mail, drop comments, flatten HTML, join what was wrapped, write every notation
for links as Markdown, put the addresses of references in, find the links of each line, name them, and give them what
stands in the lines around. Time grows with the length of the text in each.
"""

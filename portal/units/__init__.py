"""Units with validity dates and parent history, posts (who works where as what), and which rows a post may see."""

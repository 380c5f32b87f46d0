print('rest')

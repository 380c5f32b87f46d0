print('hop')

print('hop')
# café

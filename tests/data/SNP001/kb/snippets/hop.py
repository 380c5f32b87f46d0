for hop in range(3)
    print(hop)

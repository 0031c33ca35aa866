Console.WriteLine("Review sentiment");

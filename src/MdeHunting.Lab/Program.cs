Console.WriteLine("The lab.");

using System.Globalization;
using MdeHunting.Benchmarks;
using MdeHunting.Benchmarks.Read;

return args is [ReadProbe.Name, var rounds, var warmups]
    ? await ReadProbe.RunAsync(int.Parse(rounds, CultureInfo.InvariantCulture), int.Parse(warmups, CultureInfo.InvariantCulture))
    : await BenchmarkCommand.RunAsync(args, Console.Out, Console.Error);

using System.Globalization;
using MdeHunting.Benchmarks;
using MdeHunting.Benchmarks.Cold;
using MdeHunting.Benchmarks.Evidence;
using MdeHunting.Benchmarks.Indicators;
using MdeHunting.Benchmarks.Memory;
using MdeHunting.Benchmarks.Packs;
using MdeHunting.Benchmarks.Read;

return args switch
{
    [ReadProbe.Name, var rounds, var warmups] => await ReadProbe.RunAsync(Number(rounds), Number(warmups)),
    [MemoryProbe.Name, var windows, var rounds] => await MemoryProbe.RunAsync(Number(windows), Number(rounds)),
    [MemoryProbe.ResultName, var windows] => MemoryProbe.RunResult(Number(windows)),
    [ColdProbe.Name, var script] => ColdProbe.Run(script),
    [KeptSignIn.Name, var script, var clientId] => KeptSignIn.Run(script, clientId),
    [EvidenceProbe.Name, var folder] => await EvidenceProbe.RunAsync(folder),
    [IndicatorProbe.Name, var file] => IndicatorProbe.Run(file),
    [PackProbe.Name, var folder] => PackProbe.Run(folder),
    _ => await BenchmarkCommand.RunAsync(args, Console.Out, Console.Error),
};

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

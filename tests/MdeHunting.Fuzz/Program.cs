using System.Globalization;
using MdeHunting;
using MdeHunting.Fuzz;
using MdeHunting.Fuzz.Responses;
using MdeHunting.Fuzz.Targets;
using SharpFuzz;

IFuzzTarget[] targets = [new ResponseTarget(), new EnvironmentTarget(), new TokenTarget(), new QueryTarget(), new NameTarget()];
if (FuzzOptions.Parse(args) is not { } options || (options.Target is { } name && targets.All(target => target.Name != name)))
{
    Console.Error.Write(FuzzOptions.Usage + $"Targets: {string.Join(", ", targets.Select(target => target.Name))}\n");
    return 2;
}

var chosen = targets.Where(target => options.Target is null || target.Name == options.Target).ToArray();
if (options.IsGuided)
{
    Fuzzer.OutOfProcess.Run(stream =>
    {
        using var input = new MemoryStream();
        stream.CopyTo(input);
        try
        {
            chosen[0].Check(input.ToArray());
        }
        catch (MdeException)
        {
            // As it should be.
        }
    });
    return 0;
}

if (options.Replay is { } file)
{
    var fault = new FuzzRun(chosen[0], options.Seed).Fault(File.ReadAllBytes(file));
    Console.WriteLine(fault ?? "All is well.");
    return fault is null ? 0 : 1;
}

if (options.Seeds is { } folder)
{
    Directory.CreateDirectory(folder);
    for (var number = 0; number < 100; number++)
    {
        File.WriteAllBytes(Path.Combine(folder, $"{number}"), chosen[0].Make(new Random(number)));
    }

    return 0;
}

var failed = 0;
foreach (var target in chosen)
{
    var run = new FuzzRun(target, options.Seed);
    var fault = run.Run(options.Time / chosen.Length, options.Inputs);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target.Name}: {run.Inputs:N0} inputs, the longest {run.Longest:N0} ms"));
    if (fault is not null)
    {
        failed++;
        Console.WriteLine(fault);
    }
}

Console.WriteLine($"Fuzz targets passed: {chosen.Length - failed}");
Console.WriteLine($"Fuzz targets failed: {failed}");
return failed == 0 ? 0 : 1;

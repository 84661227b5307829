using System.Runtime.CompilerServices;
using MdeHunting.Benchmarks.Probes;
using MdeHunting.Lab.Identity;

namespace MdeHunting.Benchmarks.Cold;

/// <summary>How long a new process takes to import the module, and to its first rows.</summary>
internal sealed class ColdBenchmark : IBenchmark
{
    private const int Rounds = 15;
    private const double ImportBound = 1.3;
    private const double RowsBound = 0.6;
    private const string Query = "DeviceInfo";

    private const string SignIn =
        "$null = Connect-MdeTenant -Environment $args[0] -TenantId $args[1] -ClientId $args[2] -DeviceCode -Persist -AllowUnencryptedCache -WarningAction Ignore -ErrorAction Stop";

    /// <inheritdoc/>
    public string Name => "cold";

    /// <inheritdoc/>
    public string Summary => $"seconds of a new process; the bounds are {ImportBound} x the import of an empty module, and {RowsBound} s beyond the bare shell to two rows from a kept sign-in";

    /// <inheritdoc/>
    public async IAsyncEnumerable<Figure> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var lab = await PreparedLab.StartAsync(cancellationToken);
        var table = WideTable.Create(12, 2);
        var answer = await PreparedAnswer.CreateAsync(lab.Dialect("Graph"), table, isGzip: true, cancellationToken);
        lab.Answer(_ => answer);
        var target = await lab.TargetAsync("Graph", Query, isGzip: true, cancellationToken) with { Home = lab.Folder };
        var empty = await EmptyModule.CreateAsync(target.Manifest, Directory.CreateDirectory(Path.Combine(lab.Folder, "EmptyModule")).FullName, cancellationToken);
        await Probe.OwnAsync(target, [KeptSignIn.Name, SignIn, LabApplications.Hunting.Id.ToString()], cancellationToken);

        var (shell, program, arguments) = Shell();
        await foreach (var figure in MeasureAsync(shell, program, arguments, target, empty, cancellationToken))
            yield return figure;
    }

    // The shell that users have; where it is not, the bare engine, whose package is not precompiled and so takes longer.
    private static (string Name, string Program, Func<string?, string[]> Arguments) Shell() => Probe.Find("pwsh") is { } pwsh
        ? ("pwsh", pwsh, script => script is null ? ["-NoProfile", "-Command", "exit"] : ["-NoProfile", "-File", script])
        : ("engine", Environment.ProcessPath!, script => [ColdProbe.Name, script ?? string.Empty]);

    private static async IAsyncEnumerable<Figure> MeasureAsync(
        string shell, string program, Func<string?, string[]> arguments, Target target, string empty, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var script = Probe.Script("cold.ps1");
        var python = Probe.FindWithModules("msal", "requests");
        List<double> bare = [], other = [], import = [], emptyImport = [], kept = [], token = [];
        for (var round = 0; round < Rounds; round++)
        {
            bare.Add((await Probe.TimeAsync(program, target, arguments(null), cancellationToken)).Seconds);
            import.Add((await Run(target with { Step = "import", Import = target.Manifest })).Lines["import"]);
            emptyImport.Add((await Run(target with { Step = "import", Import = empty })).Lines["import"]);
            kept.Add((await Run(target with { Step = "kept", Import = target.Manifest })).Seconds);
            token.Add((await Run(target with { Step = "token", Import = target.Manifest })).Seconds);
            if (python is not null)
                other.Add((await Probe.TimeAsync(python, target, ["-c", "import msal, requests"], cancellationToken)).Seconds);
        }

        var ratio = Probe.Median(import) / Probe.Median(emptyImport);
        yield return new Figure($"{shell}: import", [new("seconds", Probe.Median(import)), new("empty module", Probe.Median(emptyImport)), new("ratio", ratio)]) { IsWithinBound = ratio <= ImportBound };
        var beyond = Probe.Median(kept) - Probe.Median(bare);
        yield return new Figure($"{shell}: to two rows, sign-in kept", [new("bare shell", Probe.Median(bare)), new("all", Probe.Median(kept)), new("beyond", beyond)]) { IsWithinBound = beyond <= RowsBound };
        yield return new Figure($"{shell}: to two rows, with a token", [new("bare shell", Probe.Median(bare)), new("all", Probe.Median(token)), new("beyond", Probe.Median(token) - Probe.Median(bare))]);
        if (python is not null)
            yield return new Figure("Python: import msal, requests", [new("seconds", Probe.Median(other))]);

        Task<(double Seconds, IReadOnlyDictionary<string, double> Lines)> Run(Target step) => Probe.TimeAsync(program, step, arguments(script), cancellationToken);
    }
}

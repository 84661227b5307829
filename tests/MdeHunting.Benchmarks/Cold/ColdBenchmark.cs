using System.Runtime.CompilerServices;
using MdeHunting.Benchmarks.Probes;
using MdeHunting.Lab.Directory;

namespace MdeHunting.Benchmarks.Cold;

/// <summary>How long a new process takes to import the module, and to its first rows.</summary>
internal sealed class ColdBenchmark : IBenchmark
{
    private const int Rounds = 15;
    private const double ImportBound = 1.3;
    private const double RowsBound = 0.6;
    private const double QueryBound = 0.15;
    private const double ViewBound = 0.1;

    // Of what the bound was set beside: Python's imports on that machine.
    private const double PythonSeconds = 0.12;
    private const string Query = "DeviceInfo";

    private const string SignIn =
        "$null = Connect-MdeTenant -Environment $args[0] -TenantId $args[1] -ClientId $args[2] -DeviceCode -Persist -AllowUnencryptedCache -WarningAction "
        + "Ignore -ErrorAction Stop";

    /// <inheritdoc/>
    public string Name => "cold";

    /// <inheritdoc/>
    public string Summary =>
        $"seconds of a new process; the bounds are {ImportBound} x the import of an empty module, and {RowsBound} s beyond the bare shell to two rows from "
        + $"a kept sign-in, where Python's imports take {PythonSeconds} s; {QueryBound} s for the first query after a connect beyond the second, and "
        + $"{ViewBound} s for the first view of rows beyond PowerShell's own table of them";

    /// <inheritdoc/>
    public async IAsyncEnumerable<Figure> RunAsync([EnumeratorCancellation] CancellationToken token)
    {
        await using var lab = await PreparedLab.StartAsync(token);
        var table = WideTable.Create(12, 2);
        var response = await PreparedResponse.CreateAsync(lab.Dialect("Graph"), table, isGzip: true, token);
        lab.Respond(_ => response);
        var target = await lab.TargetAsync("Graph", Query, isGzip: true, token) with { Home = lab.Folder };
        var empty = await EmptyModule.CreateAsync(target.Manifest, Directory.CreateDirectory(Path.Combine(lab.Folder, "EmptyModule")).FullName, token);
        var like = EmptyModule.CreateLike(target.Manifest, Path.Combine(lab.Folder, "LikeModule"));
        await Probe.OwnAsync(target, [KeptSignIn.Name, SignIn, LabApplications.Hunting.Id.ToString()], token);

        var (shell, program, arguments) = Shell();
        await foreach (var figure in MeasureAsync(shell, program, arguments, target, empty, like, token))
        {
            yield return figure;
        }
    }

    // The shell that users have; where it is not, the bare engine, whose package is not precompiled and so takes longer.
    private static (string Name, string Program, Func<string?, string[]> Arguments) Shell() =>
        Probe.Find("pwsh") is { } pwsh
            ? ("pwsh", pwsh, script => script is null ? ["-NoProfile", "-Command", "exit"] : ["-NoProfile", "-File", script])
            : ("engine", Environment.ProcessPath!, script => [ColdProbe.Name, script ?? string.Empty]);

    private static async IAsyncEnumerable<Figure> MeasureAsync(
        string shell,
        string program,
        Func<string?, string[]> arguments,
        Target target,
        string empty,
        string like,
        [EnumeratorCancellation] CancellationToken token
    )
    {
        var python = Probe.FindWithModules("msal", "requests");
        List<double> bare = [],
            other = [],
            import = [],
            emptyImport = [],
            likeImport = [],
            compared = [],
            emptyCompared = [],
            kept = [],
            supplied = [],
            first = [],
            second = [],
            firstSupplied = [],
            secondSupplied = [],
            view = [],
            plain = [];
        for (var round = 0; round < Rounds; round++)
        {
            bare.Add((await Probe.TimeAsync(program, target, arguments(null), token)).Seconds);
            import.Add((await Run(target with { Step = "import", Import = target.Manifest })).Lines["import"]);
            emptyImport.Add((await Run(target with { Step = "import", Import = empty })).Lines["import"]);
            likeImport.Add((await Run(target with { Step = "import", Import = like })).Lines["import"]);
            compared.Add((await Run(target with { Import = target.Manifest }, "compared.ps1")).Lines["import"]);
            emptyCompared.Add((await Run(target with { Import = empty }, "compared.ps1")).Lines["import"]);
            kept.Add((await Run(target with { Step = "kept", Import = target.Manifest })).Seconds);
            supplied.Add((await Run(target with { Step = "token", Import = target.Manifest })).Seconds);
            var own = (await Run(target with { Step = "own", Import = target.Manifest }, "view.ps1")).Lines;
            first.Add(own["first"]);
            second.Add(own["second"]);
            view.Add(own["view"]);
            var given = (await Run(target with { Step = "token", Import = target.Manifest }, "view.ps1")).Lines;
            firstSupplied.Add(given["first"]);
            secondSupplied.Add(given["second"]);
            plain.Add((await Run(target with { Step = "plain", Import = target.Manifest }, "view.ps1")).Lines["view"]);
            if (python is not null)
            {
                other.Add((await Probe.TimeAsync(python, target, ["-c", "import msal, requests"], token)).Seconds);
            }
        }

        // Without Python there is nothing to scale by, and the seconds stand as they are.
        var beside = python is null ? PythonSeconds : Probe.Median(other);
        yield return Import("an empty module", import, emptyImport, ImportBound);
        yield return Import("an empty module, each after a comparison by the culture", compared, emptyCompared, bound: null);
        yield return Import("the same manifest with one cmdlet", import, likeImport, bound: null);
        yield return Rows("sign-in kept", kept, RowsBound);
        yield return Rows("with a token", supplied, bound: null);
        yield return Beyond("first query after a connect, beyond the second", first, second, QueryBound);
        // Such a connect asks nobody: the query opens the first connection of the process.
        yield return Beyond("first query after a connect with a token, beyond the second", firstSupplied, secondSupplied, bound: null);
        yield return Beyond("first view of rows, beyond PowerShell's table", view, plain, ViewBound);

        Figure Import(string of, List<double> own, List<double> others, double? bound)
        {
            var ratio = Probe.Median(own) / Probe.Median(others);
            return new Figure($"{shell}: import ÷ {of}", [new("seconds", Probe.Median(own)), new("other", Probe.Median(others)), new("ratio", ratio)])
            {
                IsWithinBound = Within(ratio, bound),
            };
        }

        Figure Rows(string how, List<double> all, double? bound)
        {
            var beyond = Probe.Median(all) - Probe.Median(bare);
            var scaled = beyond * PythonSeconds / beside;
            List<KeyValuePair<string, double>> values = [new("bare shell", Probe.Median(bare)), new("all", Probe.Median(all)), new("beyond", beyond)];
            if (python is not null)
            {
                values.AddRange([new("where Python's imports take", beside), new("scaled", scaled)]);
            }

            return new Figure($"{shell}: to two rows, {how}", values) { IsWithinBound = Within(scaled, bound) };
        }

        Figure Beyond(string what, List<double> own, List<double> others, double? bound)
        {
            var beyond = Probe.Median(own) - Probe.Median(others);
            return new Figure($"{shell}: {what}", [new("seconds", Probe.Median(own)), new("other", Probe.Median(others)), new("beyond", beyond)])
            {
                IsWithinBound = Within(beyond, bound),
            };
        }

        static bool? Within(double value, double? bound) => bound is { } most ? value <= most : null;

        Task<(double Seconds, IReadOnlyDictionary<string, double> Lines)> Run(Target step, string script = "cold.ps1") =>
            Probe.TimeAsync(program, step, arguments(Probe.Script(script)), token);
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using MdeHunting.Lab.Dataset;

namespace MdeHunting.Lab.Hosting;

/// <summary>The options of a lab that is kept up: their names, what they say of themselves in the help, and how their values are read.</summary>
internal sealed class ServeSyntax
{
    private const int MinutesOfADay = 24 * 60;
    private const int SecondsOfADay = 24 * 60 * 60;

    private readonly Option<int?> _port = Value<int?>("--port", "N", "The port on localhost (default: a free one).", ReadPort);

    private readonly Option<string?> _environmentFile = Text(
        "--environment-file",
        "Where to write the file that Connect-MdeTenant -Environment reads (default: in the temp folder). It's there once the lab is ready, and deleted at the end."
    );

    private readonly Option<bool> _approve = Flag("--approve", "Sign-ins approve themselves: device codes, and those in a browser.");

    private readonly Option<string?> _secretsFolder = Text(
        "--secrets-folder",
        "Where to write what the application Runbook signs in with unattended: runbook.pfx and its runbook.password.txt, runbook.pem, runbook.secret.txt, "
            + "federated.token.txt; for their owner alone, new at every start, deleted at the end. Its secret is then printed too, with how to act as GitHub "
            + "Actions or App Service."
    );

    private readonly Option<string?> _indicatorsFolder = Text(
        "--indicators-folder",
        "Where to write four documents with indicators of compromise that are in the last tenant's data: supplier.stix.json, supplier.misp.json, supplier.csv, "
            + "supplier-report.md; deleted at the end."
    );

    private readonly Option<string?> _signingFolder = Text(
        "--signing-folder",
        "Where to write what evidence is signed with: signer.pfx and its signer.password.txt, and root.pem, the root to trust; for their owner alone, deleted at "
            + "the end. A time-stamp server below the same root is started, and its address printed."
    );

    private readonly Option<int?> _identityClockSkew = Value<int?>(
        "--identity-clock-skew",
        "N",
        "Let the identity server's clock be N minutes ahead, or behind where N is negative.",
        ReadMinutes
    );

    private readonly Option<int?> _rows = Number(
        "--rows",
        "rows",
        IntrusionTenantData.FewestRows,
        IntrusionTenantData.MostRows,
        "How many rows the largest table of the last tenant has, DeviceNetworkEvents (default: 8000), from 4000 to 5000000; the others grow with it. They are "
            + "made before the lab is ready: a million take some 20 seconds, and 2.5 GB of memory."
    );

    private readonly Option<int?> _rowLimit = Number(
        "--row-limit",
        "rows",
        1,
        int.MaxValue,
        "How many rows a result has at most (default: 100000); the rest is silently cut off, as the services do."
    );

    private readonly Option<long?> _byteLimit = Number(
        "--byte-limit",
        "bytes",
        1,
        long.MaxValue,
        "How many bytes of JSON a result has at most (default: 50000000); a larger one is refused."
    );

    private readonly Option<int?> _timeLimit = Number(
        "--time-limit",
        "seconds",
        1,
        SecondsOfADay,
        "How many seconds a query may run (default: 180 for Graph and Xdr, 200 for Endpoint)."
    );

    private readonly Option<int?> _rowsPerSecond = Number(
        "--rows-per-second",
        "rows",
        1,
        int.MaxValue,
        "Report that a query took a second for every N rows of its result, and count that as running time (default: the time that it takes). Nothing waits."
    );

    private readonly Option<bool> _quotas = Flag(
        "--quotas",
        "Refuse what goes over the services' own quotas: 45 calls a minute, and for Endpoint also 1500 calls and 10 minutes of running time an hour and 3 hours "
            + "of it a day (default: no quotas)."
    );

    private readonly Option<int?> _callsPerMinute = Number(
        "--calls-per-minute",
        "calls",
        1,
        int.MaxValue,
        "Refuse more than N calls a minute, with or without the other quotas."
    );

    private readonly Option<bool> _hostile = Flag(
        "--hostile",
        "Respond to a query that is the name of a hostile response (bomb-stats, endless, columns1000000, …) with it."
    );

    private readonly Option<bool> _declare = Flag("--declare", "Take queries that declare parameters, with their defaults, and not refuse them.");

    public ServeSyntax() =>
        Command = new Command("serve", "Run the lab until you press Ctrl+C.")
        {
            _port,
            _environmentFile,
            _approve,
            _secretsFolder,
            _indicatorsFolder,
            _signingFolder,
            _identityClockSkew,
            _rows,
            _rowLimit,
            _byteLimit,
            _timeLimit,
            _rowsPerSecond,
            _quotas,
            _callsPerMinute,
            _hostile,
            _declare,
        };

    public Command Command { get; }

    /// <summary>What a command line without errors asks for.</summary>
    public ServeArguments Read(ParseResult parsed) =>
        new()
        {
            Port = parsed.GetValue(_port) ?? 0,
            EnvironmentFile = parsed.GetValue(_environmentFile),
            SecretsFolder = parsed.GetValue(_secretsFolder),
            IndicatorsFolder = parsed.GetValue(_indicatorsFolder),
            SigningFolder = parsed.GetValue(_signingFolder),
            IdentityClockSkew = TimeSpan.FromMinutes(parsed.GetValue(_identityClockSkew) ?? 0),
            Approve = parsed.GetValue(_approve),
            Rows = parsed.GetValue(_rows),
            RowLimit = parsed.GetValue(_rowLimit),
            ByteLimit = parsed.GetValue(_byteLimit),
            TimeLimit = parsed.GetValue(_timeLimit) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            RowsPerSecond = parsed.GetValue(_rowsPerSecond),
            Quotas = parsed.GetValue(_quotas),
            CallsPerMinute = parsed.GetValue(_callsPerMinute),
            Hostile = parsed.GetValue(_hostile),
            Declare = parsed.GetValue(_declare),
        };

    private static Option<bool> Flag(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.Zero };

    private static Option<string?> Text(string name, string description) => Value<string?>(name, "PATH", description, result => result.Tokens[0].Value);

    private static Option<T?> Number<T>(string name, string unit, T least, T most, string description)
        where T : struct, IBinaryInteger<T> =>
        Value<T?>(
            name,
            "N",
            description,
            result =>
                ReadNumber(result, least, most, NumberStyles.None)
                ?? Refuse<T>(result, $"isn't a number of {unit} for {name}: it must be a whole number from {least} to {most}, in digits alone.")
        );

    private static Option<T> Value<T>(string name, string valueName, string description, Func<ArgumentResult, T?> read) =>
        new(name)
        {
            Description = description,
            HelpName = valueName,
            // None is refused here, since the library's own message is longer than what it says.
            Arity = ArgumentArity.ZeroOrOne,
            CustomParser = result =>
            {
                if (result.Tokens is [{ Value.Length: > 0 }])
                {
                    return read(result);
                }

                result.AddError($"{name} needs a value.");
                return default;
            },
        };

    private static int? ReadPort(ArgumentResult result) =>
        ReadNumber(result, 0, ushort.MaxValue, NumberStyles.None)
        ?? Refuse<int>(result, $"isn't a port: it must be a number from 0 (any free port) to {ushort.MaxValue}.");

    private static int? ReadMinutes(ArgumentResult result) =>
        ReadNumber(result, -MinutesOfADay, MinutesOfADay, NumberStyles.AllowLeadingSign)
        ?? Refuse<int>(result, $"isn't a number of minutes: it must be one from -{MinutesOfADay} to {MinutesOfADay}.");

    private static T? ReadNumber<T>(ArgumentResult result, T least, T most, NumberStyles style)
        where T : struct, IBinaryInteger<T> =>
        T.TryParse(result.Tokens[0].Value, style, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;

    private static T? Refuse<T>(ArgumentResult result, string why)
        where T : struct
    {
        result.AddError($"'{result.Tokens[0].Value}' {why}");
        return null;
    }
}

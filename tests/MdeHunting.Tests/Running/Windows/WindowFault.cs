using CsCheck;
using MdeHunting.Lab.Kql;
using MdeHunting.TestKit;

namespace MdeHunting.Tests.Running.Windows;

/// <summary>What goes wrong in a run over windows.</summary>
/// <param name="Name">What it is, for the report of a test that fails.</param>
/// <param name="Of">What a call fails with, by the case and the call.</param>
internal sealed record WindowFault(string Name, Func<WindowCase, LabCall, MdeException?> Of)
{
    private static readonly Func<IReadOnlyList<object?[]>, int, IEnumerable<object?[]>>[] OddCounts =
    [
        static (_, _) => [],
        static (bins, _) => bins.Take(1),
        static (bins, number) => bins.Where((_, i) => i % 3 != number % 3),
        static (bins, _) => bins.Reverse(),
        static (bins, _) => bins.Concat(bins),
        static (bins, _) => bins.Select(bin => new[] { bin[0], 0L }),
        static (bins, _) => bins.Select(bin => new[] { bin[0], -(long)bin[1]! }),
        static (bins, number) => bins.Select(bin => new[] { bin[0], (long)bin[1]! * number }),
        static (bins, _) => bins.Select(bin => new[] { bin[0], 1_000_000_000_000L }),
        static (bins, _) => bins.Select(bin => new[] { bin[0], long.MaxValue }),
        static (bins, _) => bins.Select(bin => new[] { null, bin[1] }),
        static (bins, _) => bins.Select(bin => new[] { bin[0], null }),
        static (bins, number) => bins.Select(bin => new[] { ((DateTime)bin[0]!).AddTicks(number), bin[1] }),
        static (bins, number) => bins.Select(bin => new[] { ((DateTime)bin[0]!).AddHours(number), bin[1] }),
        static (bins, number) => bins.Select((bin, i) => new[] { ((DateTime)bin[0]!).AddTicks(i * number), bin[1] }),
        static (bins, _) => bins.Select(bin => new object?[] { DateTime.MaxValue, bin[1] }),
        static (bins, _) => bins.Select(bin => new object?[] { DateTime.MinValue, bin[1] }),
    ];

    /// <summary>What becomes of a response.</summary>
    public Func<LabCall, KqlTable, KqlTable> Respond { get; private init; } = static (_, table) => table;

    /// <summary>Faults that pass: with three attempts every row is had.</summary>
    public static Gen<WindowFault> Passing { get; } =
        from first in Gen.Int[1, 20]
        from inRow in Gen.Int[1, 2]
        from every in Gen.Int[3, 9]
        select new WindowFault(
            $"{inRow} calls of {every} from {first} on",
            (_, call) => call.Number >= first && (call.Number - first) % every < inRow ? Unreachable() : null
        );

    /// <summary>Counts that fail or that say something odd.</summary>
    public static Gen<WindowFault> OfCounts { get; } =
        Gen.OneOf(
            Gen.OneOf(
                    Unreachable(),
                    LabSession.Failure(HuntingFailure.QueryTimeout, narrowing: true),
                    LabSession.Failure(HuntingFailure.QueryRefused),
                    LabSession.Failure(HuntingFailure.ResultTooLarge, narrowing: true)
                )
                .Select(failure => new WindowFault($"every count fails: {failure.Failure}", (_, call) => call.IsCount ? failure : null)),
            Gen.Select(Gen.Int[0, OddCounts.Length - 1], Gen.Int[0, 1000])
                .Select(
                    (odd, number) =>
                        new WindowFault($"every count is odd: {odd}, {number}", static (_, _) => null)
                        {
                            Respond = (call, table) => call.IsCount ? table with { Rows = [.. OddCounts[odd](table.Rows, number)] } : table,
                        }
                )
        );

    /// <summary>Faults that stay, at a moment or from a call on.</summary>
    public static Gen<WindowFault> Lasting { get; } =
        from failure in Gen.OneOf<MdeException>(
            Unreachable(),
            LabSession.Failure(HuntingFailure.QueryTimeout, narrowing: true),
            LabSession.Failure(HuntingFailure.ResultTooLarge, narrowing: true),
            LabSession.Failure(HuntingFailure.RequestTimeout, narrowing: true, passing: true),
            LabSession.Failure(HuntingFailure.Forbidden),
            LabSession.Failure(HuntingFailure.TooManyRequests),
            new SignInException(SignInFailure.SignInDeclined, "The sign-in is over.", "Sign in.")
        )
        from part in Gen.Double[0, 1]
        from number in Gen.Int[0, 20]
        select number > 0
            ? new WindowFault($"{failure.ErrorId} from call {number} on", (_, call) => call.Number >= number ? failure : null)
            : new WindowFault(
                $"{failure.ErrorId} at {part}",
                (made, call) => call.Touches(made.Range.Start.AddTicks((long)(part * (made.Range.Duration.Ticks - 1)))) ? failure : null
            );

    /// <summary>The network broke off.</summary>
    public static HuntingException Unreachable() => LabSession.Failure(HuntingFailure.HuntingServiceUnreachable, passing: true);

    /// <inheritdoc/>
    public override string ToString() => Name;
}

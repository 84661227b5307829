using MdeHunting.Contract;

namespace MdeHunting.Reporting;

/// <summary>What the run of a query reports while it goes on, and asks: the run itself, its session, and a sign-in in the middle of it.</summary>
internal interface IHuntingReport : IHuntingPrompt
{
    /// <summary>Whether a message begins with the name of the connection, which so needs not be in it.</summary>
    bool NamesConnection { get; }

    /// <summary>Tells an error after which the run goes on.</summary>
    Task WriteErrorAsync(MdeException failure);

    /// <summary>Tells something that only those see who ask for it, and that is on record for all others.</summary>
    Task InformAsync(string message);

    /// <summary>Shows how far the run is.</summary>
    Task ShowProgressAsync(HuntingProgress progress);

    /// <summary>Whether a query is to be sent: false under <c>-WhatIf</c>, which prints it, and where <c>-Confirm</c> is answered with no.</summary>
    /// <param name="query">The query to the letter.</param>
    /// <param name="purpose">Where it goes, and what for.</param>
    Task<bool> ShouldProcessAsync(string query, string purpose);
}

namespace MdeHunting.Rows;

/// <summary>Knows which response a row came from.</summary>
internal interface IOfAnswer
{
    /// <summary>What is known of the response's values.</summary>
    AnswerProfile Profile { get; }
}

// One picture, and the gnuplot script that draws it as SVG and as PNG.
#pragma once

#include <string>
#include <vector>

#include "core/record/value_json.h"

namespace logitbench {

// Sizes are in pixels of the SVG; the PNG has two for each, as print wants them.
struct Plot {
  std::string name;   // of its files, without what tells their kind
  std::string title;  // what is drawn; a user's text may be in it, and in `note`
  std::string note;   // how, in smaller letters below
  int left = 84, inner_width = 452, right = 24, inner_height = 290, below = 66;

  std::string data;                 // blocks of data
  std::string settings;             // lines of `set`
  std::vector<std::string> drawn;   // what `plot` is given
  std::vector<std::string> legend;  // of those that have a title in it, that text

  // A line of text between quotes, as gnuplot takes it.
  void set_x_label(const std::string& text);
  void set_y_label(const std::string& text);
  // Rows of numbers, null where there is none; gives the block's name.
  std::string add_block(const std::vector<std::vector<Json>>& rows);
  // `how` without a title; an empty `text` has no place in the legend.
  void draw(const std::string& how, const std::string& text = "");
};

// Of a number, for a block of data or a command: NaN for null and for what gnuplot cannot hold.
std::string plot_number(const Json& number);

// A whole script, which begins with its mark.
std::string plot_script(const Plot& plot);
std::string plot_mark(const std::string& name);

// How many letters of the size of labels have room in so many pixels.
size_t letters_within(int pixels);
int pixels_of(size_t letters);

}  // namespace logitbench

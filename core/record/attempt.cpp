#include "core/record/attempt.h"

#include <utility>

namespace logitbench {

MadeOf whole_made_of(const Attempt& attempt) {
  MadeOf whole = *attempt.made_of;
  whole.data_sha256 = *attempt.data_sha256;
  return whole;
}

void SharedParts::share(Attempt& attempt, MadeOf made_of) {
  attempt.epochs.share(*series_.insert(attempt.epochs.shared_series()).first);
  auto data = std::make_shared<const NamedTexts>(std::exchange(made_of.data_sha256, {}));
  attempt.data_sha256 = *data_sha256_.insert(std::move(data)).first;
  attempt.made_of = *made_of_.insert(std::make_shared<const MadeOf>(std::move(made_of))).first;
}

}  // namespace logitbench
